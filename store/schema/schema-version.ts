/** Raised whenever a table or its meaning changes; a store with a higher one is refused. */
export const SCHEMA_VERSION = 2;

/** The file of a store, inside its folder. */
export const STORE_FILE = "store.duckdb";
