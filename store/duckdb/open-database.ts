import { resolve } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** No extension is fetched or loaded. What else closes a database is said once it is open: see `settle`. */
const withoutExtensions = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
} as const;

/**
 * A compression of texts that a writer does not try. Our long columns of text repeat a few values, for which a
 * dictionary is taken anyway; to try this one too took a tenth of the time of an insert, and the file was as large.
 */
const NOT_TRIED = "fsst";

/**
 * How far a streamed query may run ahead of its reader. With DuckDB's own, a megabyte, the two mostly wait for each
 * other: seven million bars came in 0.7 s, and in 0.45 s with this.
 */
const STREAMING_BUFFER = "64MB";

export interface Database {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  close(): void;
}

export interface DatabaseOptions {
  /** Folders whose files SQL may read; none when left out. */
  readonly readableDirs?: readonly string[];
  /** DuckDB's own, such as "1GB". */
  readonly memoryLimit?: string;
}

/** Files that this process has open for writing, and how often for reading. */
const written = new Set<string>();
const readers = new Map<string, number>();

/**
 * Opens a file. Read-only opening lets other processes read it at the same time. A process that writes a file has
 * it open once: a second instance beside it loses rows without a word, so that is refused here.
 */
export const openDatabase = async (
  path: string,
  access: "read-only" | "read-write",
  options: DatabaseOptions = {},
): Promise<Database> => {
  const forget = remember(resolve(path), access);
  let instance: DuckDBInstance | undefined;
  try {
    instance = await DuckDBInstance.create(path, {
      ...accessMode(access),
      ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
      ...withoutExtensions,
    });
    const connection = await instance.connect();
    await settle(connection, options.readableDirs ?? []);
    const opened = instance;
    return {
      instance: opened,
      connection,
      close: () => {
        connection.closeSync();
        opened.closeSync();
        forget();
      },
    };
  } catch (error) {
    instance?.closeSync();
    forget();
    throw error;
  }
};

const accessMode = (access: "read-only" | "read-write") => ({
  access_mode: access === "read-only" ? "READ_ONLY" : "READ_WRITE",
});

/** The database is closed to the outside: SQL reaches no other file, and nothing run later can change that. */
const settle = async (connection: DuckDBConnection, dirs: readonly string[]): Promise<void> => {
  await connection.run(`SET streaming_buffer_size = '${STREAMING_BUFFER}'`);
  // As it is from the start; said because bars are placed by it.
  await connection.run("SET preserve_insertion_order = true");
  // Said at opening, DuckDB takes no notice of it.
  await connection.run(`SET disabled_compression_methods = '${NOT_TRIED}'`);
  const list = dirs.map((dir) => `'${resolve(dir).replaceAll("'", "''")}/'`).join(", ");
  if (dirs.length > 0) await connection.run(`SET allowed_directories = [${list}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
};

const remember = (path: string, access: "read-only" | "read-write"): (() => void) => {
  const count = readers.get(path) ?? 0;
  if (written.has(path) || (access === "read-write" && count > 0)) {
    throw new Error(`Could not set lock on file "${path}": this process has it open already.`);
  }
  if (access === "read-write") written.add(path);
  else readers.set(path, count + 1);
  let isForgotten = false;
  return () => {
    if (isForgotten) return;
    isForgotten = true;
    if (access === "read-write") written.delete(path);
    else readers.set(path, (readers.get(path) ?? 1) - 1);
  };
};
