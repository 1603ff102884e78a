import type { DuckDBConnection } from "@duckdb/node-api";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { OLDEST_SCHEMA, SCHEMA_VERSION } from "./schema-version.ts";

/** Reads the notes about a file, after making sure that this version understands it. */
export const checkSchemaVersion = async (
  connection: DuckDBConnection,
  path: string,
): Promise<WireResult<ReadonlyMap<string, string>>> => {
  const meta = await readRows(
    connection,
    { sql: "SELECT key, value FROM meta" },
    { key: "text", value: "text" },
  );
  const notes = new Map(meta.map(({ key, value }) => [key, value]));
  const version = Number(notes.get("schemaVersion"));
  if (version > SCHEMA_VERSION) {
    return wireError(
      "newer-schema",
      `The data store ${path} was made by a newer Asof (schema ${version}, this one reads up to ${SCHEMA_VERSION}). Update Asof.`,
    );
  }
  if (version === SCHEMA_VERSION) return wireOk(notes);
  if (version >= OLDEST_SCHEMA)
    return wireError(
      "older-schema",
      `The data store ${path} was made by an earlier Asof (schema ${version}).`,
    );
  return wireError(
    "corrupt",
    notes.has("schemaVersion")
      ? `The data store ${path} was made by an older Asof (schema ${version}). Make it again, or import its files again.`
      : `The data store ${path} does not say its schema version.`,
  );
};
