import { readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildStore } from "../build/build-store.ts";
import { fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { commitStaged } from "./commit-staged.ts";
import { stageFile } from "./stage-file.ts";
import { STAGED_NOTE, stagedFolder } from "./staged-batch.ts";
import { ARRIVED, ask, barMapping, importInto, stage, withWriter, writeText } from "./testing/import-into.ts";

let dir = "";
let file = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  const { actions: _, ...tables } = fixtureTables();
  await buildStore(dir, fixtureRows(tables), { snapshotName: "test", isSynthetic: true });
  file = await writeText(dir, "new.csv", textOf("CCC"));
});
afterEach(() => remove());

const HEADER = "date,symbol,open,high,low,close,volume\n";
/** One bar that goes in and one that is kept out. */
const textOf = (symbol: string) =>
  `${HEADER}2024-01-01,${symbol},10,11,9,10.5,100\n2024-01-02,${symbol},10,9,11,10,100\n`;

/** As the next day's import does it. */
const stageLater = (mapping = barMapping()) =>
  stageFile({ storeDir: dir, file, mapping, arrivedAt: ARRIVED + 86_400e6, isDryRun: false });
const stagedFolders = () => readdir(join(dir, "staging"));
const parquetOf = (id: string) => join(stagedFolder(dir, id), "bars_1d.parquet");
const commit = (stagedId: string | null) => withWriter(dir, (writer) => commitStaged(writer, stagedId!));

describe("an import that was ended before its commit", () => {
  test("is taken up by the next one of the same file: nothing is staged again, and the report says so", async () => {
    const first = await stage(dir, file, barMapping());
    // Older than anything: rows that are made again have another time.
    await utimes(parquetOf(first.stagedId!), 1, 1);
    const again = await stageLater();
    expect(again).toEqual({ stagedId: first.stagedId, report: { ...first.report, isResumed: true } });
    expect(first.report.isResumed).toBeUndefined();
    expect(await stagedFolders()).toEqual([first.stagedId]);
    expect((await stat(parquetOf(first.stagedId!))).mtimeMs).toBe(1_000);
    const committed = await commit(again.stagedId);
    expect(committed).toMatchObject({
      ok: true,
      value: { report: { isResumed: true, rowsAdded: 1, rowsQuarantined: 1 } },
    });
    expect(await ask(dir, "SELECT iid, close FROM bars_1d WHERE ingest_seq = 2")).toEqual([
      ["XKRX:CCC", 10.5],
    ]);
    expect(await ask(dir, "SELECT line::INTEGER FROM quarantine")).toEqual([[3]]);
    expect(await stagedFolders()).toEqual([]);
    const third = await importInto(dir, file, barMapping());
    expect(third).toMatchObject({ batchId: null, report: { rowsAdded: 0, rowsUnchanged: 1 } });
    expect(third.report.isResumed).toBeUndefined();
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ["rows that are cut off", (id) => truncate(parquetOf(id), 200)],
    ["rows that are gone", (id) => rm(parquetOf(id))],
    [
      "rows with a hole",
      async (id) => {
        const bytes = await readFile(parquetOf(id));
        await writeFile(parquetOf(id), bytes.fill(0, 4, 60));
      },
    ],
    ["another source", (id) => writeFile(join(stagedFolder(dir, id), "source"), "other")],
    ["a source that is gone", (id) => rm(join(stagedFolder(dir, id), "source"))],
  ])("is made anew when it has %s, and what was left is removed", async (_, damage) => {
    const first = await stage(dir, file, barMapping());
    await damage(first.stagedId!);
    const again = await stageLater();
    expect(again.report.isResumed).toBeUndefined();
    expect(await stagedFolders()).toEqual([again.stagedId]);
    expect(again.stagedId).not.toBe(first.stagedId);
    expect(await commit(again.stagedId)).toMatchObject({ ok: true });
    expect(await ask(dir, "SELECT close FROM bars_1d WHERE ingest_seq = 2")).toEqual([[10.5]]);
  });

  test("is made anew when its note was cut off, and its process is gone", async () => {
    const first = await stage(dir, file, barMapping());
    // No process has so high a number.
    const left = join(dir, "staging", "batch-99999999-0123456789ab");
    await rename(stagedFolder(dir, first.stagedId!), left);
    await truncate(join(left, STAGED_NOTE), 100);
    const again = await stageLater();
    expect(again.report.isResumed).toBeUndefined();
    expect(await stagedFolders()).toEqual([again.stagedId]);
  });

  test("is not taken up once the store has changed, and its rows are held against the store as it is", async () => {
    const first = await stage(dir, file, barMapping());
    const other = await writeText(dir, "other.csv", textOf("DDD"));
    await importInto(dir, other, barMapping());
    const again = await stageLater();
    expect(again.report.isResumed).toBeUndefined();
    expect(again.stagedId).not.toBe(first.stagedId);
    expect(await stagedFolders()).toEqual([again.stagedId]);
    expect(await commit(again.stagedId)).toMatchObject({ ok: true });
  });

  test("is not taken up with another mapping, for another content or name, nor by a dry run", async () => {
    const first = await stage(dir, file, barMapping());
    const isResumed = async (staged: ReturnType<typeof stage>) => (await staged).report.isResumed ?? false;
    expect(await isResumed(stageLater(barMapping({ knownAt: { kind: "after-close", minutes: 20 } })))).toBe(
      false,
    );
    expect(await isResumed(stage(dir, file, barMapping(), true))).toBe(false);
    const named = { storeDir: dir, file, mapping: barMapping(), arrivedAt: ARRIVED, isDryRun: false };
    expect(await isResumed(stageFile({ ...named, fileName: "renamed.csv" }))).toBe(false);
    await rm(stagedFolder(dir, first.stagedId!), { recursive: true });
    await stage(dir, file, barMapping());
    await writeText(dir, "new.csv", textOf("CCD"));
    expect(await isResumed(stageLater())).toBe(false);
  });

  test("is not taken up later where rows are known on arrival: they cannot be known before they could be used", async () => {
    const mapping = barMapping({ knownAt: { kind: "arrival" } });
    const first = await stage(dir, file, mapping);
    const again = await stageLater(mapping);
    expect(again.stagedId).not.toBe(first.stagedId);
    await commit(again.stagedId);
    expect(await ask(dir, "SELECT known_at::VARCHAR FROM bars_1d WHERE ingest_seq = 2")).toEqual([
      ["2024-02-02 12:00:00"],
    ]);
  });
});
