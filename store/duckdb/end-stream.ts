import type { DuckDBConnection, DuckDBResult } from "@duckdb/node-api";

/**
 * Lets go of a streamed result before its end. What is not read to its end keeps the database open, and with it the
 * lock on the file, after everything else was closed and until memory is next collected: others were told that the
 * store is in use, and this process could open a file for writing that it had open already.
 */
export const endStream = async (connection: DuckDBConnection, result: DuckDBResult): Promise<void> => {
  connection.interrupt();
  for (;;) {
    const chunk = await result.fetchChunk().catch(() => null);
    if (!chunk || chunk.rowCount === 0) return;
  }
};
