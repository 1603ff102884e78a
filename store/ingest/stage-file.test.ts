import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildStore } from "../build/build-store.ts";
import type { ImportReport } from "../contract/import.ts";
import { fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { ask, barMapping, importInto, stage, writeText } from "./testing/import-into.ts";

let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  const { actions: _, ...tables } = fixtureTables();
  await buildStore(dir, fixtureRows(tables), { snapshotName: "test", isSynthetic: true });
});
afterEach(() => remove());

const HEADER = "date,symbol,open,high,low,close,volume\n";
const counts = ({ rowsIn, rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined }: ImportReport) => [
  rowsIn,
  rowsAdded,
  rowsRevised,
  rowsUnchanged,
  rowsQuarantined,
];
const checksOf = (report: ImportReport, severity = "blocking") =>
  report.checks.filter((check) => check.severity === severity).map(({ check }) => check);

test("[R2] a file of new bars goes in, and the same file again brings nothing", async () => {
  const file = await writeText(
    dir,
    "new.csv",
    `${HEADER}2024-01-01,CCC,10,11,9,10.5,100\n2024-01-02,CCC,10,11,9,10,0\n`,
  );
  const first = await importInto(dir, file, barMapping());
  expect(counts(first.report)).toEqual([2, 2, 0, 0, 0]);
  expect(first.report.coverage).toMatchObject({
    instruments: 1,
    instrumentsCreated: 1,
    firstDate: "2024-01-01",
  });
  expect(
    await ask(
      dir,
      "SELECT iid, close, flags, currency, revision FROM bars_1d WHERE ingest_seq = 2 ORDER BY session_date",
    ),
  ).toEqual([
    ["XKRX:CCC", 10.5, 0, "KRW", 0],
    ["XKRX:CCC", 10, 2, "KRW", 0],
  ]);
  const second = await importInto(dir, file, barMapping());
  expect(counts(second.report)).toEqual([2, 0, 0, 2, 0]);
  expect(second.batchId).toBeNull();
  expect(await readdir(join(dir, "staging"))).toEqual([]);
});

test("[R2] a changed value is the next revision, an equal one is none", async () => {
  const file = await writeText(
    dir,
    "again.csv",
    `${HEADER}2024-01-01,AAA.KS,100,101,99,100,100\n2024-01-02,AAA.KS,101,102,100,101,777\n`,
  );
  const { report } = await importInto(dir, file, barMapping());
  expect(counts(report)).toEqual([2, 0, 1, 1, 0]);
  expect(await ask(dir, "SELECT iid, volume, revision FROM bars_1d WHERE ingest_seq = 2")).toEqual([
    ["AAA", 777, 1],
  ]);
});

const faults = [
  ["types", "2024-01-01,CCC,ten,11,9,10,100"],
  ["types", "01.02.2024,CCC,10,11,9,10,100"],
  ["types", "2024-01-01,CCC,inf,11,9,10,100"],
  ["half-bar", "2024-01-01,CCC,10,11,9,,100"],
  ["half-bar", "2024-01-01,CCC,10,11,9,NaN,100"],
  ["missing-value", ",CCC,10,11,9,10,100"],
  ["high-low", "2024-01-01,CCC,10,9,8,10,100"],
  ["high-low", "2024-01-01,CCC,10,11,10.5,10,100"],
  ["non-positive-price", "2024-01-01,CCC,0,11,0,10,100"],
  ["negative-volume", "2024-01-01,CCC,10,11,9,10,-1"],
  ["not-a-session", "2024-01-20,CCC,10,11,9,10,100"],
  ["formula", '2024-01-01,"=HYPERLINK(""x"")",10,11,9,10,100'],
  ["unknown-instrument", "2024-01-01,,10,11,9,10,100"],
  ["ragged", "2024-01-01,CCC,10,11,9,10"],
  ["quotes", '2024-01-01,"CCC,10,11,9,10,100'],
  ["control-character", "2024-01-01,C\0C,10,11,9,10,100"],
] as const;

test("each row with a fault is kept out with its line and reason, and the good rows go in", async () => {
  const good = (day: string) => `2024-01-0${day},DDD,10,11,9,10,100`;
  const lines = [good("2"), ...faults.map(([, row]) => row), good("3")];
  const file = await writeText(dir, "faulty.csv", `${HEADER}${lines.join("\n")}\n`);
  const { report, batchId } = await importInto(dir, file, barMapping());
  expect(counts(report)).toEqual([faults.length + 2, 2, 0, 0, faults.length]);
  const kept = await ask(dir, `SELECT line, check_name, raw FROM quarantine WHERE batch_id = '${batchId}'`);
  for (const [i, [check]] of faults.entries()) {
    const row = kept.find(([line, name]) => line === i + 3 && name === check);
    expect(row, `${check} in line ${i + 3}`).toBeDefined();
    expect(row![2]).not.toBe("");
  }
  expect(new Set(kept.map(([line]) => line)).size).toBe(faults.length);
  const noted = await ask(dir, `SELECT DISTINCT severity FROM checks WHERE batch_id = '${batchId}'`);
  expect(noted).toEqual([["blocking"]]);
});

const typesReasons = (report: ImportReport) =>
  report.checks
    .find(({ check }) => check === "types")
    ?.examples.map(({ line, column, reason }) => [line, column, reason]);

test("a value that is no number is named with its column, cut when it is long", async () => {
  const long = "1".repeat(39);
  const lines = ["ten,11", `"${long}xyz",11`, "ten,eleven"].map(
    (prices) => `2024-01-01,CCC,${prices},9,10,100`,
  );
  const file = await writeText(dir, "words.csv", `${HEADER}${lines.join("\n")}\n`);
  const { report } = await importInto(dir, file, barMapping());
  expect(typesReasons(report)).toEqual([
    [2, "open", '"open" is not a number: "ten".'],
    [3, "open", `"open" is not a number: "${long}x…".`],
    [4, "high", '"high" is not a number: "eleven". "open" is not a number: "ten".'],
  ]);
});

test("a value of a wide file that is no number is named with the column of its field", async () => {
  const mapping = barMapping({
    target: {
      table: "fundamentals",
      columns: { periodEnd: { column: "date" }, periodType: { constant: "Q" }, fieldName: null, value: null },
      fields: [
        { name: "bookValue", unit: "currency", description: "Equity", ttlDays: null, from: "Equity" },
        { name: "netIncome", unit: "currency", description: "Income", ttlDays: null, from: "Income" },
      ],
    },
    knownAt: { kind: "after-period", days: 1 },
  });
  const text = "date,symbol,Equity,Income\n2023-12-31,CCC,7,n.m.\n2023-12-31,DDD,x,y\n2023-12-31,EEE,,8\n";
  const { report } = await importInto(dir, await writeText(dir, "wide.csv", text), mapping);
  expect(typesReasons(report)).toEqual([
    [2, "Income", '"Income" is not a number: "n.m.".'],
    [3, "Equity", '"Equity" is not a number: "x". "Income" is not a number: "y".'],
  ]);
  expect(report.rowsQuarantined).toBe(2);
});

test("[R3] two rows that say different things of one fact at one instant are both kept out", async () => {
  const file = await writeText(
    dir,
    "twice.csv",
    `${HEADER}2024-01-01,CCC,10,11,9,10,100\n2024-01-01,CCC,10,11,9,11,100\n2024-01-02,CCC,10,11,9,10,100\n2024-01-02,CCC,10,11,9,10,100\n`,
  );
  const { report } = await importInto(dir, file, barMapping());
  expect(counts(report)).toEqual([4, 1, 0, 1, 2]);
  expect(checksOf(report)).toEqual(["uniqueness"]);
});

test("a dry run says the same and leaves nothing behind", async () => {
  const file = await writeText(dir, "dry.csv", `${HEADER}2024-01-01,CCC,10,11,9,10,100\nx\n`);
  const dry = await stage(dir, file, barMapping(), true);
  expect(dry.stagedId).toBeNull();
  expect(await readdir(join(dir, "staging"))).toEqual([]);
  const real = await stage(dir, file, barMapping());
  expect(dry.report).toEqual(real.report);
});
