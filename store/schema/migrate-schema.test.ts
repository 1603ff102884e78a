import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { wireOk } from "../../wire/contract.ts";
import { backupStore } from "../backup/backup-store.ts";
import { verifyBackup } from "../backup/verify-backup.ts";
import { openDatabase } from "../duckdb/open-database.ts";
import { examineDeeply } from "../examine-deeply.ts";
import { fileSha256 } from "../file-sha256.ts";
import { openStore, type Store } from "../open-store.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";
import { STORE_FILE } from "./schema-version.ts";

/** The id that the program of schema 2 gave this store; the same as any that keeps its snapshots must give. */
const SNAPSHOT_OF_SCHEMA_2 = "89aca930d8f6716a9d058f971039cc4d81d1afa337617e3872589814f1ac3e2d";

let home = "";
let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir: home, remove } = await temporaryDir());
  dir = join(home, "store");
  await copyFixtureStore(dir);
});
afterEach(() => remove());

/** What schema 2 did not have is taken away again. */
const makeOlder = async (folder: string): Promise<void> => {
  const { connection, close } = await openDatabase(join(folder, STORE_FILE), "read-write");
  await connection.run("DROP TABLE classifications");
  await connection.run("ALTER TABLE actions DROP COLUMN cost_share");
  await connection.run("UPDATE meta SET value = '2' WHERE key = 'schemaVersion'");
  close();
};
const open = async (): Promise<Store> => {
  const store = await openStore(dir);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
};

test("[R11] a store of schema 2 opens, keeps its snapshot's id, and can be read and written", async () => {
  await makeOlder(dir);
  expect(await openStore(dir, { keepsSchema: true })).toMatchObject({ error: { code: "older-schema" } });
  const store = await open();
  expect(store.snapshot.id).toBe(SNAPSHOT_OF_SCHEMA_2);
  expect((await examineDeeply(store)).flatMap(({ faults }) => faults)).toEqual([]);
  const written = await store.write(async ({ connection }) => {
    await connection.run(`INSERT INTO actions SELECT * REPLACE (0.25 AS cost_share) FROM actions`);
    const rows = await connection.run("SELECT count(cost_share)::INTEGER, count(*)::INTEGER FROM actions");
    return wireOk((await rows.getRows())[0]);
  });
  expect(written).toEqual(wireOk([1, 2]));
  store.close();
});

test("[R11] a snapshot names what a later schema added where there is something of it", async () => {
  const store = await open();
  const id = store.snapshot.id;
  await store.write(async ({ connection }) => {
    await connection.run("UPDATE actions SET cost_share = 0.25");
    return wireOk(null);
  });
  expect((await examineDeeply(store)).flatMap(({ faults }) => faults)).toContain(
    "Rows of actions of batch 1 are not those that were committed.",
  );
  expect(id).toBe(SNAPSHOT_OF_SCHEMA_2);
  store.close();
});

test("a backup of a store of schema 2 is verified without being touched", async () => {
  const backup = join(home, "backup");
  expect(await backupStore(dir, backup)).toMatchObject({ ok: true });
  await makeOlder(backup);
  const before = await fileSha256(join(backup, STORE_FILE));
  const manifest = join(backup, "backup.json");
  const noted = JSON.parse(await readFile(manifest, "utf8")) as { files: { path: string }[] };
  noted.files = noted.files.map((file) => (file.path === STORE_FILE ? { ...file, ...before } : file));
  await writeFile(manifest, JSON.stringify(noted));
  expect(await verifyBackup(backup)).toMatchObject({ ok: true });
  expect(await fileSha256(join(backup, STORE_FILE))).toEqual(before);
});
