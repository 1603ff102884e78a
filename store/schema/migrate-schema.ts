import type { DuckDBConnection } from "@duckdb/node-api";
import { storeTables, type TableShape } from "../contract/tables.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { createTableSql, sqlTypes } from "./data-definition.ts";
import { OLDEST_SCHEMA, SCHEMA_VERSION } from "./schema-version.ts";

/**
 * Brings a store of an earlier schema to this one: adds the tables and columns that it lacks, without a row of data
 * changed, in one transaction. Leaves any other store alone.
 */
export const migrateSchema = async (connection: DuckDBConnection): Promise<void> => {
  const [note] = await readRows(
    connection,
    { sql: "SELECT value FROM meta WHERE key = 'schemaVersion'" },
    { version: "text" },
  );
  const version = Number(note?.version);
  if (!(version >= OLDEST_SCHEMA && version < SCHEMA_VERSION)) return;
  await connection.run("BEGIN");
  try {
    for (const table of storeTables as readonly TableShape[]) {
      if (table.added === "table") await connection.run(createTableSql(table));
      else
        for (const column of table.added ?? []) {
          const [name, type] = table.columns.find(([own]) => own === column)!;
          await connection.run(`ALTER TABLE "${table.name}" ADD COLUMN "${name}" ${sqlTypes[type]}`);
        }
    }
    await connection.run(`UPDATE meta SET value = '${SCHEMA_VERSION}' WHERE key = 'schemaVersion'`);
    await connection.run("COMMIT");
  } catch (error) {
    await connection.run("ROLLBACK").catch(() => {});
    throw error;
  }
  await connection.run("CHECKPOINT");
};
