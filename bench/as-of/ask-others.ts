import { createRequire } from "node:module";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { pl as Polars } from "nodejs-polars";
import { readColumns } from "../../store/duckdb/read-columns.ts";
import { NewestFact } from "../../store/panel/newest-fact.ts";
import type { OrderedFacts } from "../../store/panel/order-facts.ts";
import type { FactBatch } from "../../store/panel/panel-events.ts";

/** One value of one instrument from an instant on. */
export interface Changes {
  readonly rowCount: number;
  readonly instrument: Int32Array;
  readonly knownAt: Float64Array;
  readonly value: Float64Array;
}

/**
 * What an as-of join can answer rightly: for each instrument and instant one row, the value that speaks from then on
 * (R4). The versions as they stand in the store would give wrong cells, since the row published last is not the row
 * about the newest period. This work is done for the others, and not counted.
 */
export const reduceToChanges = (facts: FactBatch, { order, starts }: OrderedFacts): Changes => {
  const rows: { instrument: number; knownAt: number; value: number }[] = [];
  const newest = new NewestFact(facts, order);
  for (let instrument = 0; instrument + 1 < starts.length; instrument++) {
    newest.begin(starts[instrument]!);
    let speaker = -1;
    for (let at = starts[instrument]!; at < starts[instrument + 1]!; at++) {
      const speaking = newest.take();
      if (speaking === speaker) continue;
      speaker = speaking;
      const knownAt = facts.knownAt[order[at]!]!;
      const last = rows.at(-1);
      if (last?.instrument === instrument && last.knownAt === knownAt) rows.pop();
      rows.push({ instrument, knownAt, value: speaker < 0 ? Number.NaN : facts.value[speaker]! });
    }
  }
  return {
    rowCount: rows.length,
    instrument: Int32Array.from(rows, (row) => row.instrument),
    knownAt: Float64Array.from(rows, (row) => row.knownAt),
    value: Float64Array.from(rows, (row) => row.value),
  };
};

/** DuckDB's own ASOF JOIN, into a table. Both sides lie in its memory. */
export const askDuckDb = async (connection: DuckDBConnection, from: string): Promise<void> => {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE answer AS
     SELECT grid.instrument, grid.row, changes.value FROM grid
     ASOF LEFT JOIN ${from} changes ON grid.instrument = changes.instrument AND grid.at >= changes.known_at`,
  );
};

/** The answer in the order of the panel's cells. */
export const answerOfDuckDb = async (connection: DuckDBConnection): Promise<Float64Array> => {
  const sql = "SELECT coalesce(value, 'NaN'::DOUBLE) FROM answer ORDER BY instrument, row";
  return (await readColumns(connection, { sql }, { value: "double" })).columns.value;
};

/** polars' joinAsof by instrument, of frames in its memory; the answer in the order of the left frame. */
export const createPolars = (): typeof Polars => createRequire(import.meta.url)("nodejs-polars");
