import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ImportMapping } from "../../contract/import.ts";
import { barMapping } from "../testing/import-into.ts";
import { type FactsPlan, planFacts } from "./facts-sql.ts";
import { makeLookupLists } from "./lookup-lists.ts";
import { planTarget } from "./plan-target.ts";
import type { TargetPlan } from "./target-plan.ts";
import type { Cell } from "./value-sql.ts";

/** More than a byte has numbers. */
const NAMES = 300;

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeEach(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  connection = await instance.connect();
  // Sessions on two days of three, and names that mean an instrument from day 5 up to day 50.
  await connection.run(`CREATE TABLE sessions AS SELECT DATE '2024-01-01' + d::INTEGER AS session_date,
      (DATE '2024-01-01' + d::INTEGER) + INTERVAL 1 HOUR AS open_utc, (DATE '2024-01-01' + d::INTEGER) + INTERVAL 7 HOUR AS close_utc
    FROM range(2, 60) t(d) WHERE d % 3 <> 0`);
  await connection.run(`CREATE TABLE insts AS SELECT i::INTEGER AS inst, printf('XKRX:%04d', ${NAMES} - i) AS iid,
      CASE WHEN i % 2 = 0 THEN 'KRW' ELSE 'USD' END AS currency, 'KRW' AS money FROM range(1, ${NAMES + 1}) t(i)`);
  await connection.run("CREATE TYPE known_iid AS ENUM (SELECT iid FROM insts ORDER BY inst)");
  await connection.run("CREATE TYPE known_currency AS ENUM (SELECT DISTINCT currency FROM insts ORDER BY 1)");
  await connection.run(`CREATE TABLE ids AS SELECT ' N' || (i * 7919) % 1000 AS raw, i::INTEGER AS inst,
      DATE '2024-01-06' AS valid_from, DATE '2024-02-20' AS valid_to FROM range(1, ${NAMES + 1}) t(i)`);
});
afterEach(() => {
  connection.closeSync();
  instance.closeSync();
});

const cells = new Map<string, Cell>(
  ["date", "open", "high", "low", "close", "volume", "symbol"].map((name) => [
    name,
    { sql: name, type: name === "date" ? "DATE" : name === "symbol" ? "VARCHAR" : "DOUBLE" },
  ]),
);

const plansOf = (mapping: ImportMapping): { plan: TargetPlan; facts: FactsPlan } => {
  const plan = planTarget(mapping, cells);
  const context = { instrumentColumn: "symbol", currencies: "'KRW', 'USD'" };
  return { plan, facts: planFacts(mapping, plan, cells, 0, context) };
};

const rowsOf = async (sql: string): Promise<string[]> =>
  (await connection.runAndReadAll(sql)).getRowsJson().map((row) => JSON.stringify(row));

test("rows looked up in lists are those of the joins, in the order of the file", async () => {
  const { plan, facts } = plansOf(barMapping());
  // Each name on each day around the sessions, then what is no name and what is no day.
  await connection.run(`CREATE TABLE source_rows AS SELECT row_number() OVER ()::INTEGER AS line, * FROM (
    SELECT date, 10.0::DOUBLE AS open, 11.0::DOUBLE AS high, 9.0::DOUBLE AS low, 10.5::DOUBLE AS close, 100.0::DOUBLE AS volume, symbol
    FROM (SELECT DATE '2023-12-25' + d::INTEGER AS date FROM range(80) t(d) UNION ALL VALUES (NULL), (DATE '1900-01-01'), (DATE '2199-12-31'), ('infinity'::DATE))
      CROSS JOIN (SELECT raw AS symbol FROM ids UNION ALL VALUES (NULL), (''), ('N7'), (' n7'), ('=N7'), (' N' || chr(233)))
    ORDER BY hash(date, symbol))`);
  expect(await makeLookupLists(connection, plan, facts.daysSql)).toBe(true);
  const listed = await rowsOf(facts.withInstrumentSql(true));
  const joined = await rowsOf(`${facts.withInstrumentSql(false)} ORDER BY line`);
  expect(joined.length).toBe(84 * (NAMES + 6));
  expect(listed).toEqual(joined);
  const found = "count(DISTINCT inst), count(*) FILTER (WHERE fault = 0)";
  expect(await rowsOf(`SELECT ${found} FROM (${facts.withInstrumentSql(true)})`)).toEqual([
    JSON.stringify([String(NAMES), String(30 * NAMES)]),
  ]);
});

test("a copy in the order of the file goes on all threads with lists, and with joins on one", async () => {
  const { plan, facts } = plansOf(barMapping());
  await connection.run(
    "CREATE TABLE source_rows (line INTEGER, date DATE, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE, symbol VARCHAR)",
  );
  expect(await makeLookupLists(connection, plan, facts.daysSql)).toBe(true);
  const planOf = async (hasLists: boolean) =>
    (
      await rowsOf(
        `EXPLAIN COPY (${facts.withInstrumentSql(hasLists)}) TO 'nowhere.parquet' (FORMAT parquet, PRESERVE_ORDER true)`,
      )
    ).join("");
  expect(await planOf(true)).toMatch(/BATCH_COPY_TO_FILE/);
  expect(await planOf(false)).not.toMatch(/BATCH_COPY_TO_FILE/);
});

test("a text that changed hands, a market without sessions and days of their own are left to the joins", async () => {
  const { plan, facts } = plansOf(barMapping());
  const dated = plansOf(barMapping({ knownAt: { kind: "date-column", column: "date" } }));
  expect(await makeLookupLists(connection, dated.plan, dated.facts.daysSql)).toBe(false);
  await connection.run(
    "INSERT INTO ids SELECT raw, inst, DATE '2024-02-20', DATE '9999-12-31' FROM ids WHERE inst = 1",
  );
  expect(await makeLookupLists(connection, plan, facts.daysSql)).toBe(false);
  await connection.run("DELETE FROM ids WHERE valid_from = DATE '2024-02-20'");
  await connection.run("DELETE FROM sessions");
  expect(await makeLookupLists(connection, plan, facts.daysSql)).toBe(false);
});
