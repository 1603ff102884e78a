import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import type { ImportMapping } from "../../contract/import.ts";
import { barMapping } from "../testing/import-into.ts";
import { faultBits } from "./blocking-checks.ts";
import { planFacts } from "./facts-sql.ts";
import { planTarget } from "./plan-target.ts";
import type { RowCheck } from "./target-plan.ts";
import type { Cell } from "./value-sql.ts";

const cells = new Map<string, Cell>(
  ["date", "minute", "open", "high", "low", "close", "volume", "turnover", "symbol", "currency"].map(
    (name) => [
      name,
      {
        sql: name,
        type: name === "date" ? "DATE" : /symbol|currency|minute/.test(name) ? "VARCHAR" : "DOUBLE",
      },
    ],
  ),
);

const checksOf = (mapping: ImportMapping): readonly RowCheck[] => {
  const plan = planTarget(mapping, cells);
  return planFacts(mapping, plan, cells, 0, { instrumentColumn: "symbol", currencies: "'KRW', 'USD'" })
    .checks;
};

const at = (column: string) => ({ column });
const bar = { open: at("open"), high: at("high"), low: at("low"), close: at("close"), volume: at("volume") };
const mappings: Record<string, ImportMapping> = {
  "daily bars": barMapping(),
  "daily bars with turnover and currency": barMapping({
    target: { table: "bars_1d", columns: { sessionDate: at("date"), ...bar, turnover: at("turnover") } },
    currency: at("currency"),
  }),
  "minute bars": barMapping({ target: { table: "bars_1m", columns: { minute: at("minute"), ...bar } } }),
};

/**
 * Every row of prices around each other and of volumes in a session, and some of them with whatever a row may be placed
 * by; null among each.
 */
const rows = `
  SELECT *, TIMESTAMP '2024-01-02 09:00:30' AS open_utc, NULL::TIMESTAMP AS break_start, NULL::TIMESTAMP AS break_end
  FROM (VALUES (NULL::DOUBLE), (-1), (0), (1), (2)) o(open), (VALUES (NULL::DOUBLE), (0), (1), (2)) h(high),
    (VALUES (NULL::DOUBLE), (-1), (0), (1), (2)) l(low), (VALUES (NULL::DOUBLE), (0), (1), (2)) c(close),
    (VALUES (NULL::DOUBLE), (-1), (0), (5)) v(volume), (VALUES (NULL::DOUBLE), (-1), (3)) t(turnover),
    (VALUES (true), (false)) g(open_given),
    (SELECT open_given AS high_given, open_given AS low_given, open_given AS close_given, open_given AS volume_given, open_given AS turnover_given
       FROM (VALUES (true), (false)) g(open_given)) given,
    (VALUES (DATE '2024-01-02', true, 1, false, '2024', TIMESTAMP '2024-01-02 09:01:00'), (NULL, true, NULL, true, NULL, NULL),
       (NULL, false, 1, NULL, NULL, TIMESTAMP '2024-01-02 09:01:30'), (DATE '2024-01-02', true, NULL, false, '2024', TIMESTAMP '2024-01-02 09:00:00'))
       d(session_date, session_date_given, inst, is_formula, minute_text, minute_utc),
    (SELECT session_date_given AS minute_text_given FROM (VALUES (true), (false)) g(session_date_given)) m,
    (VALUES (TIMESTAMP '2024-01-02 15:30:00', TIMESTAMP '2024-01-02 15:40:00'), (TIMESTAMP '2024-01-02 15:30:00', TIMESTAMP '2024-01-02 09:01:30'),
       (NULL, NULL), (NULL, TIMESTAMP '2024-01-02 15:40:00'), (TIMESTAMP '2024-01-02 15:30:00', NULL)) k(close_utc, known_at),
    (VALUES (NULL, 'KRW'), ('KRW', 'KRW'), ('USD', 'KRW'), ('XXX', 'KRW')) y(given_currency, currency)
  WHERE (session_date IS NOT NULL AND inst = 1 AND minute_text_given AND known_at > close_utc AND given_currency IS NOT DISTINCT FROM 'KRW')
    OR (low = 1 AND open = 1 AND high = 2 AND close IS NOT NULL)`;

test.each(Object.entries(mappings))(
  "a row of %s that passes the quick conditions has none of the faults",
  async (_, mapping) => {
    const checks = checksOf(mapping);
    expect(checks.some(({ passes }) => passes !== undefined)).toBe(true);
    const slow = checks.map(({ passes: _quick, ...check }) => check);
    const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
    const connection = await instance.connect();
    const [found] = await (
      await connection.run(`SELECT count(*) FILTER (WHERE quick IS DISTINCT FROM slow)::INTEGER,
        count(*) FILTER (WHERE slow = 0)::INTEGER, count(DISTINCT slow)::INTEGER
      FROM (SELECT ${faultBits(checks)} AS quick, ${faultBits(slow)} AS slow FROM (${rows}))`)
    ).getRows();
    connection.closeSync();
    instance.closeSync();
    const [different, sound, kinds] = found as number[];
    expect(different).toBe(0);
    expect(sound).toBeGreaterThan(100);
    expect(kinds).toBeGreaterThan(300);
  },
);
