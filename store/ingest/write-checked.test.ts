import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildStore } from "../build/build-store.ts";
import { fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { commitStaged } from "./commit-staged.ts";
import { ask, barMapping, stage, withWriter, writeText } from "./testing/import-into.ts";

let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  await buildStore(dir, fixtureRows(fixtureTables()), { snapshotName: "test", isSynthetic: true });
});
afterEach(() => remove());

const HEADER = "date,symbol,open,high,low,close,volume\n";

/** Imports lines of bars: the files with them that staging leaves, and what comes of them, as it lies in the table. */
const importBars = async (lines: readonly string[]) => {
  const file = await writeText(dir, "bars.csv", `${HEADER}${lines.join("\n")}\n`);
  const { stagedId, report } = await stage(dir, file, barMapping());
  const files = (await readdir(join(dir, "staging", stagedId!))).filter((name) =>
    /^(bars_1d|checked)/.test(name),
  );
  const committed = await withWriter(dir, (writer) => commitStaged(writer, stagedId!));
  expect(committed.ok).toBe(true);
  const rows = await ask(
    dir,
    `SELECT iid, session_date, open, high, low, close, volume, turnover, currency, flags, known_at, revision
     FROM bars_1d WHERE ingest_seq = 2 ORDER BY rowid`,
  );
  return { report, files, rows };
};

/** What a bar of a line is, with nulls and texts as DuckDB's JSON has them. */
const bar = (iid: string, day: string, close: number, volume: number) => [
  iid,
  day,
  10,
  11,
  9,
  close,
  volume,
  null,
  "KRW",
  volume === 0 ? 2 : 0,
  `${day} 06:40:00`,
  0,
];

test("bars in order without a fault are staged as they were checked", async () => {
  const { files, rows } = await importBars([
    "2024-01-01,CCC,10,11,9,10.5,100",
    "2024-01-02,CCC,10,11,9,10,0",
    "2024-01-01,DDD,10,11,9,10,100",
  ]);
  expect(files).toEqual(["checked.parquet"]);
  expect(rows).toEqual([
    bar("XKRX:CCC", "2024-01-01", 10.5, 100),
    bar("XKRX:CCC", "2024-01-02", 10, 0),
    bar("XKRX:DDD", "2024-01-01", 10, 100),
  ]);
});

test("a bar with a fault is left out of what is staged, and the checked bars are not kept", async () => {
  const { files, rows, report } = await importBars([
    "2024-01-01,CCC,10,11,9,10.5,100",
    "2024-01-02,CCC,ten,11,9,10,0",
    "2024-01-01,DDD,10,11,9,10,100",
  ]);
  expect(report.rowsQuarantined).toBe(1);
  expect(files).toEqual(["bars_1d.parquet"]);
  expect(rows).toEqual([bar("XKRX:CCC", "2024-01-01", 10.5, 100), bar("XKRX:DDD", "2024-01-01", 10, 100)]);
});

test("bars in another order are sorted by their key", async () => {
  const { files, rows } = await importBars([
    "2024-01-01,DDD,10,11,9,10,100",
    "2024-01-02,CCC,10,11,9,10,0",
    "2024-01-01,CCC,10,11,9,10.5,100",
  ]);
  expect(files).toEqual(["bars_1d.parquet"]);
  expect(rows.map(([iid, day]) => [iid, day])).toEqual([
    ["XKRX:CCC", "2024-01-01"],
    ["XKRX:CCC", "2024-01-02"],
    ["XKRX:DDD", "2024-01-01"],
  ]);
});
