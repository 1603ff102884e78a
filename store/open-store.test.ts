import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { wireOk } from "../wire/contract.ts";
import { examineStore } from "./doctor.ts";
import { openDatabase } from "./duckdb/open-database.ts";
import { openStore, type Store } from "./open-store.ts";
import { temporaryDir, temporaryStore } from "./testing/temporary-store.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});
const prepare = async () => {
  const made = await temporaryStore();
  undo.push(made.remove);
  return made;
};
/** What nobody does, to see it found. */
const change = (store: Store, sql: string) =>
  store.write(async (writer) => {
    await writer.connection.run(sql);
    return wireOk(null);
  });
const codeOf = async (dir: string) => {
  const opened = await openStore(dir);
  if (!opened.ok) return opened.error.code;
  opened.value.close();
  return "ok";
};

/** Opens the store's file in another process, as `access` says, and prints the outcome. */
const openElsewhere = async (path: string, access: string): Promise<string> => {
  const api = createRequire(import.meta.url).resolve("@duckdb/node-api");
  const script = `require(${JSON.stringify(api)}).DuckDBInstance.create(${JSON.stringify(path)},
    { access_mode: "${access}" }).then(() => console.log("opened"), (error) => console.log(error.message));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script]);
  return stdout;
};

test("an open store says which snapshot it is cut at and what it holds", async () => {
  const { store } = await prepare();
  expect(store.snapshot).toMatchObject({ name: "test", isSynthetic: true, maxIngestSeq: 1 });
  const described = await store.read(null, async (source) => wireOk(await store.catalogs.get(source)));
  if (!described.ok) throw new Error(described.error.message);
  const catalog = described.value;
  expect(catalog.snapshot.id).toBe(store.snapshot.id);
  expect(catalog.universes).toEqual([{ id: "ALL", label: "Everything", names: 2, mics: ["XKRX"] }]);
  expect(catalog.instruments[0]).toMatchObject({ iid: "AAA", symbol: "AAA.KS", delistedOn: null });
  expect(catalog.markets[0]).toMatchObject({
    firstSession: "2024-01-01",
    lastSession: "2024-01-08",
    sessions: 8,
  });
  const close = catalog.fields.find((field) => field.name === "close");
  // Two names, eight sessions, one bar that came a day late.
  expect(close?.coverage).toBe(15 / 16);
});

test("two processes read one store at the same time, and neither can be disturbed by a writer", async () => {
  const { store } = await prepare();
  expect(await openElsewhere(store.path, "READ_ONLY")).toContain("opened");
  expect(await openElsewhere(store.path, "READ_WRITE")).toContain("lock");
});

test("a folder without a store is missing, a file of something else is corrupt", async () => {
  const { dir, remove } = await temporaryDir();
  undo.push(remove);
  expect(await codeOf(dir)).toBe("missing");
  await writeFile(join(dir, "store.duckdb"), "not a database ".repeat(2_000));
  expect(await codeOf(dir)).toBe("corrupt");
});

test("a store of a newer schema is refused, and so is one that lost its notes", async () => {
  const { store, dir } = await prepare();
  const { path } = store;
  const change = async (sql: string) => {
    const database = await openDatabase(path, "read-write");
    await database.connection.run(sql);
    database.close();
  };
  store.close();
  await change("UPDATE meta SET value = '99' WHERE key = 'schemaVersion'");
  expect(await codeOf(dir)).toBe("newer-schema");
  await change("UPDATE meta SET value = '3' WHERE key = 'schemaVersion'");
  expect(await codeOf(dir)).toBe("ok");
  await change("DROP TABLE meta");
  expect(await codeOf(dir)).toBe("corrupt");
});

test("the database reaches no file and its settings cannot be changed", async () => {
  const { store } = await prepare();
  const run = (sql: string) => store.database.connection.run(sql);
  await expect(run(`SELECT * FROM read_text('${import.meta.filename}')`)).rejects.toThrow(
    /disabled by configuration/,
  );
  await expect(run("SET enable_external_access = true")).rejects.toThrow();
  await expect(run("INSTALL httpfs")).rejects.toThrow();
  await expect(run("DELETE FROM bars_1d")).rejects.toThrow(/read-only/);
});

test("an examination counts the rows and finds a healthy store", async () => {
  const { store } = await prepare();
  const health = await examineStore(store);
  expect(health).toMatchObject({ isHealthy: true, faults: [], path: store.path });
  expect(health.tables).toContainEqual({ name: "bars_1d", rows: 17 });
  expect(health.sizeBytes).toBeGreaterThan(10_000);
  await change(store, "DELETE FROM bars_1d WHERE iid = 'AAA' AND revision = 1");
  const robbed = await examineStore(store);
  expect(robbed.faults).toEqual(["The table bars_1d has 16 rows, 17 were recorded."]);
  expect(robbed.isHealthy).toBe(false);
});
