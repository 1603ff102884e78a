import { stat } from "node:fs/promises";
import { version } from "@duckdb/node-api";
import { wireOk } from "../wire/contract.ts";
import { countRows } from "./catalog/compute-catalog.ts";
import type { Store } from "./open-store.ts";
import { describedTables, readBatchDigests } from "./snapshots/manifest.ts";

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

/** Looks at a store without changing it: the file is there, tables hold the rows that the commits recorded. */
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
    const counted = await store.read(null, async ({ connection, snapshot }) =>
      wireOk({
        tables: await countRows(connection),
        recorded: await readBatchDigests(connection, snapshot.maxIngestSeq),
      }),
    );
    if (!counted.ok) throw new Error(counted.error.message);
    tables = counted.value.tables;
    const rows = new Map(tables.map((table) => [table.name, table.rows]));
    for (const { name } of describedTables) {
      const expected = counted.value.recorded
        .filter(({ table }) => table === name)
        .reduce((sum, part) => sum + part.rows, 0);
      if (rows.get(name) !== expected)
        faults.push(`The table ${name} has ${rows.get(name)} rows, ${expected} were recorded.`);
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
