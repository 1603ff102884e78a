import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { endStream } from "./end-stream.ts";
import type { Query } from "./read-columns.ts";

/** A query did not give all of its rows. The message is for the user. */
export class IncompleteResult extends Error {}

/**
 * Hands the chunks of a query to `take`, one after the other, until it answers false; true when all were taken.
 *
 * A streamed result that fails half-way (a damaged block, no memory, an interrupt) ends as one that is exhausted does,
 * and the binding has no way to ask why. So whoever streams says how many rows there are, and fewer throw
 * IncompleteResult.
 */
export const streamChunks = async (
  connection: DuckDBConnection,
  { sql, values, types }: Query,
  rowCount: number,
  take: (chunk: DuckDBDataChunk) => boolean,
): Promise<boolean> => {
  const result = await connection.stream(sql, values, types).catch(explainDamage);
  let isAtEnd = false;
  try {
    for (let taken = 0; ; ) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) {
        isAtEnd = true;
        if (taken >= rowCount) return true;
        throw new IncompleteResult(
          `The data store gave ${taken} of ${rowCount} rows. Check it with asof doctor --deep; if it is sound, close other programs, for there may be too little memory.`,
        );
      }
      taken += chunk.rowCount;
      if (!take(chunk)) return false;
    }
  } finally {
    if (!isAtEnd) await endStream(connection, result);
  }
};

const explainDamage = (error: unknown): never => {
  const cause = error instanceof Error ? error.message.split("\n")[0]! : String(error);
  if (!/^IO Error/.test(cause)) throw error;
  throw new IncompleteResult(
    `The data store cannot be read (${cause}). Run asof doctor --deep, and restore a backup if the store is damaged.`,
  );
};

/** How many rows a query has; `from` is all of it from FROM on. */
export const countRows = async (
  connection: DuckDBConnection,
  { sql: from, values, types }: Query,
): Promise<number> => {
  const result = await connection.run(`SELECT count(*) ${from}`, values, types);
  return Number((await result.getRows())[0]![0]);
};
