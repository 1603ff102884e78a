import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { examineDeeply } from "../examine-deeply.ts";
import { openStore, type Store } from "../open-store.ts";
import { applyMade, proposeMade } from "../testing/made-batches.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";
import { openWriter } from "../write/open-writer.ts";
import { backupStore } from "./backup-store.ts";
import { restoreStore } from "./restore-store.ts";
import { verifyBackup } from "./verify-backup.ts";

let home = "";
let dir = "";
let remove: () => Promise<void>;
const commit = async (name: string) => {
  const writer = await openWriter(dir);
  if (!writer.ok) throw new Error(writer.error.message);
  const batch = { name, rows: 50 };
  const committed = await writer.value.commit(await proposeMade(dir, batch), applyMade(batch));
  writer.value.close();
  return committed.ok && committed.value.snapshotId;
};
beforeEach(async () => {
  ({ dir: home, remove } = await temporaryDir());
  dir = join(home, "store");
  await copyFixtureStore(dir);
  await commit("one");
});
afterEach(() => remove());

const open = async (): Promise<Store> => {
  const store = await openStore(dir);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
};
const faultsOf = async () => {
  const store = await open();
  const findings = await examineDeeply(store);
  store.close();
  return findings.flatMap(({ faults }) => faults);
};

test("a backup holds the store, its kept files and its journal, and comes back as it was", async () => {
  const backup = join(home, "backup");
  const made = await backupStore(dir, backup);
  expect(made).toMatchObject({ ok: true, value: { files: 3, snapshot: { name: "batch 2" } } });
  const later = await commit("two");
  const store = await open();
  expect(store.snapshot.id).toBe(later);
  store.close();
  expect(await restoreStore(backup, dir, { force: false })).toMatchObject({ error: { code: "exists" } });
  const restored = await restoreStore(backup, dir, { force: true });
  expect(restored).toMatchObject({ ok: true, value: { aside: `${dir}.before-restore-1` } });
  const old = await open();
  expect(old.snapshot.id).toBe(made.ok && made.value.snapshot.id);
  old.close();
  expect(await faultsOf()).toEqual([]);
  expect(await readdir(`${dir}.before-restore-1`)).toContain("store.duckdb");
});

test("a backup never replaces anything, and one that was changed is refused before anything is touched", async () => {
  const backup = join(home, "backup");
  await backupStore(dir, backup);
  expect(await backupStore(dir, backup)).toMatchObject({ error: { code: "exists" } });
  const path = join(backup, "store.duckdb");
  const bytes = await readFile(path);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  await writeFile(path, bytes);
  expect(await verifyBackup(backup)).toMatchObject({ error: { code: "damaged" } });
  expect(await restoreStore(backup, dir, { force: true })).toMatchObject({ error: { code: "damaged" } });
  expect((await readdir(home)).sort()).toEqual(["backup", "store"]);
  expect(await restoreStore(home, dir, { force: true })).toMatchObject({ error: { code: "not-a-backup" } });
});

test("a store that is open elsewhere is not replaced", async () => {
  const backup = join(home, "backup");
  await backupStore(dir, backup);
  const store = await open();
  expect(await restoreStore(backup, dir, { force: true })).toMatchObject({ error: { code: "locked" } });
  store.close();
}, 60_000);

test("looking deeply finds a changed row, a changed kept file, a lost one, a torn note, a second version", async () => {
  expect(await faultsOf()).toEqual([]);
  const [source] = await readdir(join(dir, "sources"));
  await appendFile(join(dir, "sources", source!), " ");
  expect(await faultsOf()).toEqual(["The kept file of one.json was changed."]);
  await rm(join(dir, "sources", source!));
  expect(await faultsOf()).toEqual(["The file of one.json is not in sources."]);
  const store = await open();
  await store.write(async ({ connection }) => {
    await connection.run(
      "UPDATE fx_1d SET rate = rate * 2 WHERE ingest_seq = 2 AND session_date = DATE '1990-01-05'",
    );
    await connection.run("INSERT INTO fx_1d SELECT * FROM fx_1d WHERE ingest_seq = 1 LIMIT 1");
    return { ok: true, value: null };
  });
  store.close();
  const faults = await faultsOf();
  expect(faults).toContain("Rows of fx_1d of batch 2 are not those that were committed.");
  expect(faults).toContain("Batch 1 has two rows of fx_1d with one key.");
  expect(faults.some((fault) => fault.startsWith("duplicate-version:"))).toBe(true);
});
