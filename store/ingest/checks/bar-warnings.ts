import type { WarningCheck } from "./warning-check.ts";

/** Ratios that splits have; a price that moves by one of them, within two per cent, looks like one. */
const splitRatios = [1.5, 2, 3, 4, 5, 7, 8, 10, 15, 20, 25, 50, 100];

/**
 * One pass over bars in the order of instrument and date, for those that jump or stay. Table `odd_bars` has the few
 * that one of the checks may mean: jumps, and the fifth of equal closes, which has three bars before it
 * that stay and one that does not. What needs another table is asked of those only.
 */
export const oddBarsSql = (from: string): string => {
  const isSplitShaped = (ratio: string) =>
    splitRatios.map((split) => `abs(${ratio} / ${split} - 1) < 0.02`).join(" OR ");
  return `
  CREATE TEMP TABLE moves AS
    SELECT line, inst, session_date, day_before, close / before AS growth, close = before AS stays, place
    FROM (
      SELECT line, inst, session_date, close, row_number() OVER () AS place, lag(session_date) OVER () AS day_before,
        CASE WHEN lag(inst) OVER () = inst THEN lag(close) OVER () END AS before
      FROM ${from})
    WHERE abs(growth - 1) > 0.3 OR stays;
  CREATE TEMP TABLE odd_bars AS
    SELECT line, inst, session_date, day_before, growth, false AS is_fifth FROM moves WHERE NOT stays
    UNION ALL SELECT line, inst, session_date, day_before, growth, true FROM (
      SELECT *, lag(place, 3) OVER w AS third_before, lag(place, 4) OVER w AS fourth_before
      FROM moves WHERE stays WINDOW w AS (ORDER BY place))
    WHERE third_before = place - 3 AND fourth_before IS DISTINCT FROM place - 4;
  ALTER TABLE odd_bars ADD COLUMN has_action BOOLEAN;
  UPDATE odd_bars SET has_action = EXISTS (SELECT 1 FROM actions a JOIN insts n USING (iid)
    WHERE n.inst = odd_bars.inst AND a.ex_date > day_before AND a.ex_date <= odd_bars.session_date);
  ALTER TABLE odd_bars ADD COLUMN is_split BOOLEAN;
  UPDATE odd_bars SET is_split = ${isSplitShaped("greatest(growth, 1 / growth)")}`;
};

const isThousandfold = "greatest(growth, 1 / growth) BETWEEN 900 AND 1100";

export const barWarnings: readonly WarningCheck[] = [
  {
    name: "unit-shift",
    reason:
      "The close is about 1,000 times the one before, or a thousandth of it: the unit may have changed.",
    sql: `SELECT line FROM odd_bars WHERE ${isThousandfold}`,
  },
  {
    name: "split-shaped-jump",
    reason: "The close moves as a split would move it, and the store knows no action.",
    sql: `SELECT line FROM odd_bars WHERE is_split AND NOT has_action AND abs(growth - 1) > 0.3`,
  },
  {
    name: "large-return",
    reason: "The close moves by more than 50 % without an action.",
    sql: `SELECT line FROM odd_bars WHERE abs(growth - 1) > 0.5 AND NOT has_action AND NOT (${isThousandfold}) AND NOT is_split`,
  },
  {
    name: "five-equal-closes",
    reason: "The close is the same for five sessions on end: the price may be stale.",
    sql: "SELECT line FROM odd_bars WHERE is_fifth",
  },
  {
    name: "coverage-drop",
    reason: "A session has fewer than four fifths of the instruments of the session before.",
    sql: `SELECT line FROM (SELECT first_line AS line, instruments, lag(instruments) OVER (ORDER BY session_date) AS before
      FROM (SELECT session_date, count(*) AS instruments, min(line) AS first_line FROM good GROUP BY session_date))
      WHERE before >= 20 AND instruments < 0.8 * before`,
  },
];
