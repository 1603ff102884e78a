import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { storeTables, type TableRows } from "../contract/tables.ts";
import { openDatabase } from "../duckdb/open-database.ts";
import { createMetaSql, createTableSql } from "../schema/data-definition.ts";
import { SCHEMA_VERSION, STORE_FILE } from "../schema/schema-version.ts";
import { tableShape } from "../schema/table-shape.ts";
import { appendRows } from "./append-rows.ts";
import { checkRows } from "./check-rows.ts";
import { takeSnapshot } from "./take-snapshot.ts";

export interface BuildOptions {
  readonly snapshotName: string;
  readonly isSynthetic: boolean;
  /** Rows taken in so far, then the steps that follow. */
  readonly onProgress?: (progress: { readonly step: BuildStep; readonly rows: number }) => void;
}
export type BuildStep = "rows" | "checks" | "snapshot";

/** DuckDB's share: beyond it, the checks of a large store spill to disk. Rows on their way in come on top. */
const BUILD_MEMORY = "1GB";

/**
 * Makes a new store from rows, from scratch. It is made beside its place and moved there when complete: an
 * interrupted build leaves no half store. Throws StoreBuildError when rows fail a check.
 */
export const buildStore = async (
  targetDir: string,
  tables: Iterable<TableRows>,
  options: BuildOptions,
): Promise<{ readonly snapshotId: string; readonly path: string }> => {
  await mkdir(targetDir, { recursive: true });
  const path = join(targetDir, STORE_FILE);
  const making = `${path}.making`;
  const removeMaking = () => Promise.all([rm(making, { force: true }), rm(`${making}.wal`, { force: true })]);
  await removeMaking();
  const database = await openDatabase(making, "read-write", { memoryLimit: BUILD_MEMORY });
  let snapshotId: string;
  try {
    snapshotId = await fillStore(database.connection, tables, options);
  } catch (error) {
    database.close();
    await removeMaking();
    throw error;
  }
  database.close();
  await rm(`${path}.wal`, { force: true });
  await rename(making, path);
  return { snapshotId, path };
};

const fillStore = async (
  connection: DuckDBConnection,
  tables: Iterable<TableRows>,
  { snapshotName, isSynthetic, onProgress }: BuildOptions,
): Promise<string> => {
  for (const table of storeTables) await connection.run(createTableSql(table));
  await connection.run(createMetaSql);
  let rows = 0;
  const say = (step: BuildStep) => onProgress?.({ step, rows });
  for (const batch of tables) {
    const appender = await connection.createAppender(batch.table);
    try {
      appendRows(appender, tableShape(batch.table), batch);
    } finally {
      appender.closeSync();
    }
    rows += batch.rowCount;
    say("rows");
    // The memory of appended chunks is given back between turns of the event loop, and only there.
    await setImmediate();
  }
  say("checks");
  await checkRows(connection);
  say("snapshot");
  const snapshot = await takeSnapshot(connection, snapshotName);
  const notes = { schemaVersion: SCHEMA_VERSION, isSynthetic };
  for (const [key, value] of Object.entries(notes)) {
    await connection.run("INSERT INTO meta VALUES ($key, $value)", { key, value: String(value) });
  }
  await connection.run("CHECKPOINT");
  return snapshot.id;
};
