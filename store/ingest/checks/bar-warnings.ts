import type { WarningCheck } from "./warning-check.ts";

/** Ratios that splits have; a price that moves by one of them, within two per cent, looks like one. */
const splitRatios = [1.5, 2, 3, 4, 5, 7, 8, 10, 15, 20, 25, 50, 100];

/**
 * One pass over bars in the order of instrument and date. Table `odd_bars` has the few rows that one of the checks may
 * mean; what needs another table is asked of those only.
 */
export const oddBarsSql = (from: string): string => {
  const isSplitShaped = (ratio: string) =>
    splitRatios.map((split) => `abs(${ratio} / ${split} - 1) < 0.02`).join(" OR ");
  return `
  CREATE TEMP TABLE odd_bars AS SELECT * FROM (
    SELECT line, inst, session_date, day_before, close / before AS growth,
      inst = inst_4 AND inst IS DISTINCT FROM inst_5_same AND close = before AND close = close_2 AND close = close_3 AND close = close_4 AS is_fifth
    FROM (
      SELECT line, inst, session_date, close,
        CASE WHEN lag(inst) OVER () = inst THEN lag(close) OVER () END AS before, lag(session_date) OVER () AS day_before,
        lag(close, 2) OVER () AS close_2, lag(close, 3) OVER () AS close_3, lag(close, 4) OVER () AS close_4,
        lag(inst, 4) OVER () AS inst_4,
        CASE WHEN lag(close, 5) OVER () = close THEN lag(inst, 5) OVER () END AS inst_5_same
      FROM ${from}))
  WHERE abs(growth - 1) > 0.3 OR is_fifth;
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
