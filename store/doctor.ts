import { stat } from "node:fs/promises";
import { version } from "@duckdb/node-api";
import { countRows } from "./catalog/compute-catalog.ts";
import type { Store } from "./open-store.ts";

/** The state of a store, for people and for support. */
export interface StoreHealth {
  readonly path: string;
  readonly sizeBytes: number;
  readonly duckdbVersion: string;
  readonly snapshot: { readonly name: string; readonly id: string; readonly isSynthetic: boolean };
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly isHealthy: boolean;
  /** What is wrong, one sentence each; empty when healthy. */
  readonly faults: readonly string[];
}

/** Looks at a store without changing it: the file is there, tables hold the rows that the catalog promises. */
export const examineStore = async (store: Store): Promise<StoreHealth> => {
  const faults: string[] = [];
  // `stat` opens nothing: reading the file here would drop the lock that DuckDB holds on it.
  const sizeBytes = await stat(store.path).then(
    (entry) => entry.size,
    () => 0,
  );
  if (sizeBytes === 0) faults.push("The file is gone.");
  let tables: StoreHealth["tables"] = [];
  try {
    tables = await countRows(store.database.connection);
    const promised = new Map(store.catalog.tables.map((table) => [table.name, table.rows]));
    for (const { name, rows } of tables) {
      const expected = promised.get(name);
      if (expected !== rows)
        faults.push(`The table ${name} has ${rows} rows, ${expected ?? "none"} were recorded.`);
    }
  } catch (error) {
    faults.push(`The tables cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const { name, id, isSynthetic } = store.snapshot;
  return {
    path: store.path,
    sizeBytes,
    duckdbVersion: version(),
    snapshot: { name, id, isSynthetic },
    tables,
    isHealthy: faults.length === 0,
    faults,
  };
};
