import { afterEach, beforeEach, expect, test } from "vitest";
import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { buildStore } from "../build/build-store.ts";
import type { ImportMapping } from "../contract/import.ts";
import { fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { undoBatch } from "../write/undo-batch.ts";
import { commitStaged } from "./commit-staged.ts";
import { stageFile } from "./stage-file.ts";
import { ARRIVED, ask, barMapping, withWriter, writeText } from "./testing/import-into.ts";

let dir = "";
let remove: () => Promise<void>;
let days = 0;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  const { actions: _, ...tables } = fixtureTables();
  await buildStore(dir, fixtureRows(tables), { snapshotName: "test", isSynthetic: true });
  days = 0;
});
afterEach(() => remove());

/** Imports a bar of 2024-01-03 a day after the file before: what became of its rows, and its batch. */
const take = async (
  name: string,
  rows: readonly (readonly [close: number, seq: number])[],
  mapping: ImportMapping,
) => {
  const lines = rows.map(([close, seq]) => `2024-01-03,CCC,1,9,1,${close},100,${seq}`);
  const file = await writeText(
    dir,
    name,
    ["date,symbol,open,high,low,close,volume,seq", ...lines, ""].join("\n"),
  );
  const arrivedAt = ARRIVED + days++ * MICROS_PER_DAY;
  const { report, stagedId } = await stageFile({ storeDir: dir, file, mapping, arrivedAt, isDryRun: false });
  const { rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined } = report;
  const counts = [rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined];
  if (stagedId === null) return { counts, batchId: "", report };
  const committed = await withWriter(dir, (writer) => commitStaged(writer, stagedId));
  if (!committed.ok) throw new Error(committed.error.message);
  return { counts, batchId: committed.value.batchId, report };
};
const undo = (batchId: string) => withWriter(dir, (writer) => undoBatch(writer, batchId, ARRIVED));
const versions = () =>
  ask(
    dir,
    "SELECT close, revision FROM bars_1d WHERE iid = 'XKRX:CCC' ORDER BY known_at, revision, ingest_seq",
  );

test("[R2] files that are known on arrival bring nothing the second time, whatever corrected them meanwhile", async () => {
  const mapping = barMapping({ knownAt: { kind: "arrival" } });
  expect((await take("a.csv", [[2, 0]], mapping)).counts).toEqual([1, 0, 0, 0]);
  expect((await take("b.csv", [[3, 0]], mapping)).counts).toEqual([0, 1, 0, 0]);
  expect((await take("a.csv", [[2, 0]], mapping)).counts).toEqual([0, 0, 1, 0]);
  expect((await take("b.csv", [[3, 0]], mapping)).counts).toEqual([0, 0, 1, 0]);
  expect(await versions()).toEqual([
    [2, 0],
    [3, 1],
  ]);
});

test("[R3] a number that a standing version has, with another value at the same instant, is kept out", async () => {
  const mapping = barMapping({ revision: { column: "seq" } });
  await take("a.csv", [[2, 0]], mapping);
  const second = await take("b.csv", [[3, 0]], mapping);
  expect(second.counts).toEqual([0, 0, 0, 1]);
  expect(second.report.checks.map(({ check }) => check)).toEqual(["uniqueness"]);
  expect((await take("c.csv", [[3, 1]], mapping)).counts).toEqual([0, 1, 0, 0]);
});

test("[R2] a file that numbers its versions goes in again after its batch was undone, above what undid it", async () => {
  const mapping = barMapping({ revision: { column: "seq" } });
  const rows = [
    [2, 0],
    [3, 1],
  ] as const;
  const first = await take("a.csv", rows, mapping);
  expect(first.counts).toEqual([1, 1, 0, 0]);
  await undo(first.batchId);
  expect(await versions()).toEqual([
    [2, 0],
    [3, 1],
    [null, 2],
  ]);
  expect((await take("a.csv", rows, mapping)).counts).toEqual([1, 1, 0, 0]);
  expect(await versions()).toEqual([
    [2, 0],
    [3, 1],
    [null, 2],
    [2, 3],
    [3, 4],
  ]);
  // Nor does the same twice, or one that goes on where it ended.
  expect((await take("a.csv", rows, mapping)).counts).toEqual([0, 0, 2, 0]);
});

test("[R2] an instrument that a file made is the same one when the file goes in again after an undo", async () => {
  const mapping = barMapping();
  for (let round = 0; round < 3; round++) {
    const { batchId, counts } = await take("a.csv", [[2, 0]], mapping);
    expect(counts[3]).toBe(0);
    expect(
      await ask(
        dir,
        "SELECT iid, close FROM bars_1d WHERE iid LIKE 'XKRX:%' ORDER BY known_at DESC, revision DESC LIMIT 1",
      ),
    ).toEqual([["XKRX:CCC", 2]]);
    expect(await ask(dir, "SELECT iid FROM instruments WHERE iid LIKE 'XKRX:%'")).toEqual([["XKRX:CCC"]]);
    const last = (columns: string, table: string) =>
      ask(
        dir,
        `SELECT ${columns} FROM ${table} WHERE iid = 'XKRX:CCC' ORDER BY known_at DESC, revision DESC LIMIT 1`,
      );
    expect(await last("value, valid_to, revision", "instrument_ids")).toEqual([["CCC", null, 2 * round]]);
    expect(await last("delisted_on, revision", "listings")).toEqual([[null, 2 * round]]);
    await undo(batchId);
    expect(await last("valid_to::VARCHAR", "instrument_ids")).toEqual([["2024-01-03"]]);
  }
});
