import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildStore } from "../build/build-store.ts";
import { type FixtureRow, fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { undoBatch } from "../write/undo-batch.ts";
import { findMappingFault } from "./plan/check-mapping.ts";
import { ask, barMapping, importInto, stage, withWriter, writeText } from "./testing/import-into.ts";

let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  const { actions: _, markets, instruments, ...tables } = fixtureTables();
  const newYork = { mic: "XNYS", name: "New York", currency: "USD", time_zone: "America/New_York" };
  const american: FixtureRow = { ...instruments![0]!, iid: "USA", primary_mic: "XNYS", currency: "USD" };
  const all = { ...tables, markets: [...markets!, newYork], instruments: [...instruments!, american] };
  await buildStore(dir, fixtureRows(all), { snapshotName: "test", isSynthetic: true });
});
afterEach(() => remove());

test.each([
  ["midnight in Seoul", "2024-01-02 15:00:00+00", "2024-01-03"],
  ["the close in Seoul", "2024-01-03 06:30:00+00", "2024-01-03"],
  ["midnight in UTC", "2024-01-03 00:00:00+00", "2024-01-03"],
])("[R5] a day written as an instant with a zone, %s, is the market's day", async (_, instant, day) => {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const file = join(dir, "zoned.parquet");
  await connection.run(`COPY (SELECT TIMESTAMPTZ '${instant}' AS date, 'CCC' AS symbol, 1.0 AS open, 2.0 AS high,
    1.0 AS low, 2.0 AS close, 5 AS volume) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  database.closeSync();
  const { report } = await importInto(dir, file, barMapping({ format: { kind: "parquet" } }));
  expect(report.rowsAdded).toBe(1);
  expect(
    await ask(dir, "SELECT session_date::VARCHAR, known_at::VARCHAR FROM bars_1d WHERE iid = 'XKRX:CCC'"),
  ).toEqual([[day, `${day} 06:40:00`]]);
});

test.each([true, false])(
  "[R5] an iid of another market is none of this one's, whose close comes earlier (makes unknown: %s)",
  async (createsUnknown) => {
    const file = await writeText(
      dir,
      "a.csv",
      "date,symbol,open,high,low,close,volume\n2024-01-03,USA,1,2,1,2,5\n2024-01-03,AAA,1,2,1,2,5\n",
    );
    const instrument = { from: { column: "symbol" }, scheme: "iid", mic: "XKRX", createsUnknown };
    const { report } = await stage(dir, file, barMapping({ instrument }), true);
    expect(report.checks.map(({ check, rows }) => [check, rows])).toContainEqual(["unknown-instrument", 1]);
    expect([report.rowsRevised, report.rowsQuarantined]).toEqual([1, 1]);
  },
);

test("an instrument that a file made grows older with a file of earlier rows, and is listed then", async () => {
  const row = (day: string, close: number) => `2024-01-0${day},CCC,1,9,1,${close},5\n`;
  const header = "date,symbol,open,high,low,close,volume\n";
  const newer = await writeText(dir, "newer.csv", header + row("4", 4) + row("5", 5));
  const older = await writeText(dir, "older.csv", header + row("2", 2) + row("3", 3) + row("4", 4.5));
  await importInto(dir, newer, barMapping());
  const { report } = await importInto(dir, older, barMapping());
  expect([report.rowsAdded, report.rowsRevised, report.rowsQuarantined]).toEqual([2, 1, 0]);
  expect(report.coverage.instrumentsCreated).toBe(0);
  const of = (columns: string, table: string, order: string) =>
    ask(dir, `SELECT ${columns} FROM ${table} WHERE iid = 'XKRX:CCC' ORDER BY ${order}`);
  expect(await of("name", "instruments", "1")).toEqual([["CCC"]]);
  expect(await of("close", "bars_1d", "session_date, revision")).toEqual([[2], [3], [4], [4.5], [5]]);
  expect(await of("valid_from::VARCHAR, valid_to::VARCHAR", "instrument_ids", "1")).toEqual([
    ["2024-01-02", "2024-01-04"],
    ["2024-01-04", null],
  ]);
  expect(await of("listed_on::VARCHAR", "listings", "1")).toEqual([["2024-01-02"], ["2024-01-04"]]);
});

test("an instrument that was listed on a day is not made older by earlier rows", async () => {
  const file = await writeText(
    dir,
    "older.csv",
    "date,symbol,open,high,low,close,volume\n2020-01-02,AAA.KS,1,9,1,2,5\n",
  );
  const { report } = await stage(dir, file, barMapping(), true);
  expect(report.checks.map(({ check }) => check)).toContain("unknown-instrument");
});

test("minutes cannot become known at the end of a day that a column names, and the mapping says so", async () => {
  const at = (column: string) => ({ column });
  const columns = {
    open: at("open"),
    high: at("high"),
    low: at("low"),
    close: at("close"),
    volume: at("volume"),
  };
  const minutes = (knownAt: { kind: "date-column"; column: string } | { kind: "arrival" }) =>
    barMapping({ target: { table: "bars_1m", columns: { minute: at("minute"), ...columns } }, knownAt });
  const file = await writeText(
    dir,
    "minutes.csv",
    "minute,day,symbol,open,high,low,close,volume\n2024-01-03 10:00,2024-01-03,AAA.KS,1,9,1,2,5\n",
  );
  expect((await stage(dir, file, minutes({ kind: "arrival" }), true)).report.rowsAdded).toBe(1);
  const byDay = minutes({ kind: "date-column", column: "day" });
  expect(findMappingFault(byDay)).toMatch(/minutes/i);
  await expect(stage(dir, file, byDay, true)).rejects.toMatchObject({ code: "bad-mapping" });
});

test("[R2] a list of instruments goes in again after an undo, symbols and all", async () => {
  const at = (column: string) => ({ column });
  const mapping = barMapping({
    target: {
      table: "instruments",
      columns: {
        iid: at("iid"),
        name: at("name"),
        symbol: at("symbol"),
        sector: at("sector"),
        listedOn: at("listed"),
      },
    },
    instrument: { from: at("iid"), scheme: "iid", mic: "XKRX" },
    knownAt: { kind: "arrival" },
  });
  const header = "iid,name,symbol,sector,listed\n";
  const last = (columns: string, table: string) =>
    ask(
      dir,
      `SELECT ${columns} FROM ${table} WHERE iid = 'K1' ORDER BY known_at DESC, revision DESC LIMIT 1`,
    );
  for (let round = 0; round < 2; round++) {
    const file = await writeText(
      dir,
      `list${round}.csv`,
      `${header}K1,K One,KONE,Energy,2024-01-03\n${"\n".repeat(round)}`,
    );
    const { batchId } = await importInto(dir, file, mapping);
    expect(await last("value, valid_to", "instrument_ids")).toEqual([["KONE", null]]);
    expect(await last("delisted_on", "listings")).toEqual([[null]]);
    expect(await ask(dir, "SELECT count(*)::INTEGER FROM instruments WHERE iid = 'K1'")).toEqual([[1]]);
    await withWriter(dir, (writer) => undoBatch(writer, batchId!, 1_710_000_000_000_000));
    expect(await last("valid_to::VARCHAR", "instrument_ids")).toEqual([["2024-01-03"]]);
  }
});
