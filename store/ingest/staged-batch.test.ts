import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readyMadeMappings } from "../mappings/ready-made.ts";
import { readStagedBatch, STAGED_NOTE, stagedFolder } from "./staged-batch.ts";

const stagedId = "batch-1-0123456789ab";
const part = { table: "bars_1d", file: "bars_1d.parquet", rows: 1, columns: ["iid"] };
const note = {
  version: 1,
  stagedId,
  fileName: "prices.csv",
  sha256: "ab".repeat(32),
  sizeBytes: 1,
  mapping: readyMadeMappings[0],
  arrivedAt: 1,
  baseSeq: 1,
  report: {
    fileName: "prices.csv",
    sha256: "ab".repeat(32),
    ...{ rowsIn: 1, rowsAdded: 1, rowsRevised: 0, rowsUnchanged: 0, rowsQuarantined: 0 },
    checks: [],
    coverage: { firstDate: null, lastDate: null, instruments: 1, instrumentsCreated: 0, fields: [] },
  },
  tables: [part],
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "asof-staged-"));
  await mkdir(stagedFolder(dir, stagedId), { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));
const read = async (changes: object) => {
  await writeFile(join(stagedFolder(dir, stagedId), STAGED_NOTE), JSON.stringify({ ...note, ...changes }));
  return readStagedBatch(dir, stagedId);
};

it("a note is read as it was written", async () => {
  expect(await read({})).toMatchObject({ ok: true, value: { stagedId, tables: [part] } });
});

it.each([
  ["another folder", { stagedId: "../../elsewhere" }],
  ["another batch's folder", { stagedId: "batch-2-0123456789ab" }],
  ["a source kept outside the store", { sha256: "../../../autostart/x" }],
  ["rows from outside its folder", { tables: [{ ...part, file: "../../../other.parquet" }] }],
  ["a table that says what the store is", { tables: [{ ...part, table: "snapshots" }] }],
  ["a table that does not exist", { tables: [{ ...part, table: 'bars_1d" SELECT 1; --' }] }],
])("a note that names %s is none: its writer had a user's file open", async (_, changes) => {
  expect(await read(changes)).toMatchObject({ ok: false, error: { code: "unknown-batch" } });
});
