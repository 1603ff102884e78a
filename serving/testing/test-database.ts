import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import packageJson from "../../package.json" with { type: "json" };
import type { Database } from "../registry/database.ts";
import { migrate } from "../registry/migrate.ts";
import { databaseOf } from "../registry/open-pglite.ts";

/** Those that no test has at the moment: making one takes seconds, emptying one does not. */
const held = globalThis as { asofIdleDatabases?: Database[] };
const folder = fileURLToPath(new URL("../../out/serving-tests/", import.meta.url));
const template = `${folder}pglite-${packageJson.devDependencies["@electric-sql/pglite"]}.tar`;

/** Making a database takes seconds, reading one that was made before does not: the first run leaves one behind. */
const openInMemory = async (): Promise<Database> => {
  if (existsSync(template)) {
    const loadDataDir = new Blob([await readFile(template)]);
    return databaseOf(await PGlite.create({ dataDir: "memory://", loadDataDir }));
  }
  const db = await PGlite.create("memory://");
  const dump = await db.dumpDataDir("none");
  await mkdir(folder, { recursive: true });
  const unfinished = `${template}.${process.pid}`;
  await writeFile(unfinished, new Uint8Array(await dump.arrayBuffer()));
  await rename(unfinished, template);
  return databaseOf(db);
};

/**
 * An embedded database in memory with a fresh registry, which is the caller's own until it is closed. Then it is the
 * next one's, in whichever test file of the process.
 */
export const testDatabase = async (): Promise<Database> => {
  held.asofIdleDatabases ??= [];
  const idle = held.asofIdleDatabases;
  const database = idle.pop() ?? (await openInMemory());
  await freshRegistry(database);
  let isOpen = true;
  return {
    ...database,
    close: async () => {
      if (isOpen) idle.push(database);
      isOpen = false;
    },
  };
};

/** Empties a database and makes the registry's tables anew. */
export const freshRegistry = async (database: Database): Promise<void> => {
  await database.query("drop schema public cascade");
  await database.query("create schema public");
  await migrate(database);
};
