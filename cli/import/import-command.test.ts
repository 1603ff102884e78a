import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { buildStore } from "../../store/build/build-store.ts";
import type { ImportReport } from "../../store/contract/import.ts";
import { askStaging } from "../../store/ingest/spawn-staging.ts";
import { ARRIVED, ask, barMapping } from "../../store/ingest/testing/import-into.ts";
import { bundleChild } from "../../store/testing/bundle-child.ts";
import { fixtureRows, fixtureTables } from "../../store/testing/fixture.ts";
import { temporaryDir } from "../../store/testing/temporary-store.ts";
import { importCommand } from "./import-command.ts";
import { printSummary } from "./print-report.ts";

let child: Awaited<ReturnType<typeof bundleChild>>;
beforeAll(async () => {
  child = await bundleChild("store/shells/import-process.ts");
});
afterAll(() => child.remove());

let dir = "";
let remove: () => Promise<void>;
let mappingFile = "";
let said = "";
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  const { actions: _, ...tables } = fixtureTables();
  await buildStore(dir, fixtureRows(tables), { snapshotName: "test", isSynthetic: true });
  mappingFile = join(dir, "mapping.json");
  await writeFile(mappingFile, JSON.stringify(barMapping()));
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await remove();
});

const writeBars = async (symbol: string): Promise<string> => {
  const path = join(dir, `${symbol}.csv`);
  await writeFile(path, `date,symbol,open,high,low,close,volume\n2024-01-01,${symbol},10,11,9,10.5,100\n`);
  return path;
};
const run = (files: readonly string[]) =>
  importCommand(
    files,
    { store: dir, mapping: mappingFile, dryRun: false, json: false, listMappings: false },
    child.script,
  );

test("several files that were interrupted are imported again as a whole: what was in is told, and the rest goes in", async () => {
  const files = await Promise.all(["CCC", "DDD", "EEE"].map(writeBars));
  expect(await run(files.slice(0, 2))).toBe(0);
  expect(said).not.toContain("already.");
  said = "";
  expect(await run(files)).toBe(0);
  expect(said).toContain("2 of 3 files were imported already.");
  expect(await ask(dir, "SELECT iid FROM bars_1d WHERE ingest_seq > 1 ORDER BY iid")).toEqual([
    ["XKRX:CCC"],
    ["XKRX:DDD"],
    ["XKRX:EEE"],
  ]);
}, 60_000);

test("a file that was staged and not committed is taken up, and the report says so", async () => {
  const file = await writeBars("CCC");
  const staged = await askStaging({ script: child.script, filePath: file, storeDir: dir }, "file/stage", {
    mapping: barMapping(),
    isDryRun: false,
    arrivedAt: ARRIVED,
  });
  expect(staged).toMatchObject({ ok: true });
  expect(await run([file])).toBe(0);
  expect(said).toContain("its work was taken up");
  expect(await ask(dir, "SELECT count(*)::INTEGER FROM bars_1d WHERE iid = 'XKRX:CCC'")).toEqual([[1]]);
  expect(await readdir(join(dir, "staging"))).toEqual([]);
}, 60_000);

test("files are counted as imported already when the store knows all their good rows", () => {
  const outcome = (rowsAdded: number, rowsUnchanged: number, batchId: string | null = null) => ({
    report: { rowsAdded, rowsRevised: 0, rowsUnchanged } as ImportReport,
    batchId,
  });
  const known = outcome(0, 5);
  expect(printSummary([known, known, known, outcome(5, 0, "b4"), outcome(1, 4, "b5")], 5)).toBe(
    "3 of 5 files were imported already.",
  );
  expect(printSummary([known, outcome(0, 0)], 2)).toBe("1 of 2 files was imported already.");
  expect(printSummary([outcome(5, 0, "b1"), outcome(5, 0)], 2)).toBeNull();
  expect(printSummary([known], 1)).toBeNull();
});
