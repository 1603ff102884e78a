/** Raised whenever a table or its meaning changes; a store with a higher one is refused. */
export const SCHEMA_VERSION = 3;

/** A store of this schema or a later one is brought to ours when it is opened; see migrate-schema.ts. */
export const OLDEST_SCHEMA = 2;

/** The file of a store, inside its folder. */
export const STORE_FILE = "store.duckdb";
