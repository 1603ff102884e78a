import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { STORE_FILE } from "../schema/schema-version.ts";
import { IngestError } from "./ingest-error.ts";
import { limits } from "./limits.ts";
import { literal } from "./plan/sql-text.ts";

/** The store opened for reading beside one user file and one folder to write to; SQL reaches nothing else. */
export interface Session {
  readonly connection: DuckDBConnection;
  /** How far the statement under way is: another text whenever DuckDB has got on. */
  sign(): string;
  close(): void;
}

const LOCK_WAIT_MS = 5_000;
const LOCK_RETRY_MS = 100;

export const openSession = async (
  storeDir: string,
  workDir: string,
  file: string | null,
): Promise<Session> => {
  const path = join(storeDir, STORE_FILE);
  const isThere = await stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!isThere)
    throw new IngestError("store-unavailable", `There is no data store at ${path}. Make one with asof init.`);
  const instance = await openWaiting(path);
  try {
    const connection = await instance.connect();
    await connection.run(`SET temp_directory = ${literal(join(resolve(workDir), "spill"))}`);
    await connection.run(`SET allowed_directories = [${literal(`${resolve(workDir)}/`)}]`);
    if (file !== null) await connection.run(`SET allowed_paths = [${literal(resolve(file))}]`);
    // Without it DuckDB does not count how far a statement is.
    await connection.run("SET enable_progress_bar = true");
    await connection.run("SET enable_progress_bar_print = false");
    await connection.run("SET progress_bar_time = 0");
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    let isOpen = true;
    return {
      connection,
      sign: () => {
        if (!isOpen) return "closed";
        const { percentage, rows_processed } = connection.progress;
        return `${percentage} ${rows_processed}`;
      },
      close: () => {
        isOpen = false;
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
};

/** Readers share the file; only a writer keeps them out, and it does not take long. */
const openWaiting = async (path: string): Promise<DuckDBInstance> => {
  for (let waited = 0; ; waited += LOCK_RETRY_MS) {
    try {
      return await DuckDBInstance.create(path, {
        access_mode: "READ_ONLY",
        memory_limit: limits.memory,
        threads: "2",
        autoinstall_known_extensions: "false",
        autoload_known_extensions: "false",
      });
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      if (!/lock/i.test(cause))
        throw new IngestError(
          "store-unavailable",
          `The data store ${path} cannot be read (${cause.split("\n")[0]}).`,
        );
      if (waited >= LOCK_WAIT_MS)
        throw new IngestError(
          "store-unavailable",
          `The data store ${path} is being written by another process. Try again when it is done.`,
        );
      await wait(LOCK_RETRY_MS);
    }
  }
};
