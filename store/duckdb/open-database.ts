import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/**
 * The database is closed to the outside: no extension is fetched or loaded, SQL reaches no other file, and
 * nothing run later can change that.
 */
const closedToTheOutside = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  enable_external_access: "false",
  lock_configuration: "true",
} as const;

export interface Database {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Opens a file. Read-only opening lets other processes read it at the same time. */
export const openDatabase = async (path: string, access: "read-only" | "read-write"): Promise<Database> => {
  const instance = await DuckDBInstance.create(path, {
    access_mode: access === "read-only" ? "READ_ONLY" : "READ_WRITE",
    ...closedToTheOutside,
  });
  const connection = await instance.connect();
  return {
    instance,
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};
