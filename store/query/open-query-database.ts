import { randomBytes } from "node:crypto";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

export interface QueryDatabase {
  /** The name under which the store is attached; nobody is told. */
  readonly storeName: string;
  /** For parsing texts only. */
  readonly parser: DuckDBConnection;
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

const MEMORY_LIMIT = "1GiB";

/**
 * An empty database in memory beside which the store is attached for reading, then closed to the outside for good: no
 * file, no network, no extension, no spilling to disk, no change of a setting. One thread, because the bits of sums
 * must not depend on their number (R10), and UTC, because they must not depend on the machine's zone.
 *
 * @throws when the file cannot be opened
 */
export const openQueryDatabase = async (
  storePath: string,
  memoryLimit: string = MEMORY_LIMIT,
): Promise<QueryDatabase> => {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_persistent_secrets: "false",
    threads: "1",
    memory_limit: memoryLimit,
    temp_directory: "",
    max_temp_directory_size: "0KiB",
  });
  const storeName = `store_${randomBytes(16).toString("hex")}`;
  const parser = await instance.connect();
  try {
    await parser.run(`ATTACH '${storePath.replaceAll("'", "''")}' AS ${storeName} (READ_ONLY)`);
    for (const setting of [
      "TimeZone = 'UTC'",
      "errors_as_json = true",
      "enable_external_access = false",
      // Without it the attached file itself would stay readable, byte by byte, to a function that reads files.
      "disabled_filesystems = 'LocalFileSystem'",
      "lock_configuration = true",
    ])
      await parser.run(`SET GLOBAL ${setting}`);
  } catch (error) {
    parser.closeSync();
    instance.closeSync();
    throw error;
  }
  return {
    storeName,
    parser,
    connect: () => instance.connect(),
    close: () => {
      parser.closeSync();
      instance.closeSync();
    },
  };
};
