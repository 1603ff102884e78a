import { join, resolve } from "node:path";
import { STORE_FILE } from "../schema/schema-version.ts";

/** Where everything lies in a store's folder. */
export interface StoreFolder {
  readonly dir: string;
  readonly database: string;
  readonly wal: string;
  /** The files that batches were read from, named by their SHA-256. */
  readonly sources: string;
  /** One file per batch: what was about to be committed. */
  readonly journal: string;
  /** One folder per batch that is being prepared. */
  readonly staging: string;
  /** Computed catalogs, by snapshot. */
  readonly catalogs: string;
  readonly panels: string;
  /** What could not be read, kept for whoever wants to look. */
  readonly damaged: string;
}

export const storeFolder = (folder: string): StoreFolder => {
  // DuckDB compares the files it may read by their whole paths.
  const dir = resolve(folder);
  return {
    dir,
    database: join(dir, STORE_FILE),
    wal: join(dir, `${STORE_FILE}.wal`),
    sources: join(dir, "sources"),
    journal: join(dir, "journal"),
    staging: join(dir, "staging"),
    catalogs: join(dir, "catalogs"),
    panels: join(dir, "panels"),
    damaged: join(dir, "damaged"),
  };
};
