import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type WireResult, wireError, wireOk } from "../wire/contract.ts";
import { type Catalog, catalogSchema } from "./contract/catalog.ts";
import { type Database, openDatabase } from "./duckdb/open-database.ts";
import { readRows } from "./duckdb/read-columns.ts";
import { PanelCache } from "./panel/panel-cache.ts";
import { SCHEMA_VERSION, STORE_FILE } from "./schema/schema-version.ts";
import type { Snapshot } from "./snapshot.ts";

/** An open store, cut at its snapshot. One process opens a file once and shares this. */
export interface Store {
  readonly path: string;
  readonly database: Database;
  readonly snapshot: Snapshot;
  readonly catalog: Catalog;
  readonly panels: PanelCache;
  close(): void;
}

export type OpenStoreError = "missing" | "locked" | "newer-schema" | "corrupt";

/**
 * Opens the store in a folder for reading; several processes may do so at once. Fails with `missing`, `locked`,
 * `newer-schema` or `corrupt` and a sentence that says what to do.
 */
export const openStore = async (dir: string): Promise<WireResult<Store>> => {
  const path = join(dir, STORE_FILE);
  const isThere = await stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!isThere) return failure("missing", `There is no data store at ${path}. Make or import one first.`);
  let database: Database;
  try {
    database = await openDatabase(path, "read-only");
  } catch (error) {
    return explain(path, error);
  }
  const opened = await readStore(path, database).catch((error: unknown) => explain(path, error));
  if (!opened.ok) database.close();
  return opened;
};

const failure = (code: OpenStoreError, message: string): WireResult<never> => wireError(code, message);

const explain = (path: string, error: unknown): WireResult<never> => {
  const cause = error instanceof Error ? error.message : String(error);
  if (/lock/i.test(cause)) {
    return failure(
      "locked",
      `The data store ${path} is being written by another process. Try again when it is done.`,
    );
  }
  return failure(
    "corrupt",
    `The data store ${path} cannot be read. Make it again, or restore a copy. (${cause})`,
  );
};

const readStore = async (path: string, database: Database): Promise<WireResult<Store>> => {
  const { connection } = database;
  const meta = await readRows(
    connection,
    { sql: "SELECT key, value FROM meta" },
    { key: "text", value: "text" },
  );
  const notes = new Map(meta.map(({ key, value }) => [key, value]));
  const version = Number(notes.get("schemaVersion"));
  if (version > SCHEMA_VERSION) {
    return failure(
      "newer-schema",
      `The data store ${path} was made by a newer Asof (schema ${version}, this one reads up to ${SCHEMA_VERSION}). Update Asof.`,
    );
  }
  if (version !== SCHEMA_VERSION)
    return failure("corrupt", `The data store ${path} does not say its schema version.`);
  const id = notes.get("snapshotId") ?? "";
  const [row] = await readRows(
    connection,
    {
      sql: "SELECT name, max_ingest_seq, epoch_us(known_to)::DOUBLE FROM snapshots WHERE snapshot_id = $id",
      values: { id },
    },
    { name: "text", maxIngestSeq: "int", knownTo: "double" },
  );
  const catalog = catalogSchema.safeParse(JSON.parse(notes.get("catalog") ?? "null"));
  if (!row || !catalog.success)
    return failure("corrupt", `The data store ${path} has lost its snapshot or catalog.`);
  return wireOk({
    path,
    database,
    snapshot: { ...row, id, isSynthetic: notes.get("isSynthetic") === "true" },
    catalog: catalog.data,
    panels: new PanelCache(),
    close: () => database.close(),
  });
};
