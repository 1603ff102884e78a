import { createRequire } from "node:module";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { DataFrame, pl as Polars } from "nodejs-polars";
import { readColumns } from "../../store/duckdb/read-columns.ts";

/**
 * The same panel by others. All begin with the same versions and come to the same cells, so each has to do what the
 * question asks: find which version speaks from an instant on (R4), since the row published last is not the row about
 * the newest period, and join that to the grid of instruments and decision instants.
 */
export interface Versions {
  readonly rowCount: number;
  readonly instrument: Int32Array;
  readonly periodEnd: Int32Array;
  /** UTC microseconds. */
  readonly knownAt: Float64Array;
  readonly revision: Int32Array;
  readonly value: Float64Array;
}

const versionsSql = `SELECT substr(iid, 6)::INTEGER AS instrument, period_end, known_at, revision, value
  FROM fundamentals WHERE field = 'bookValue'`;

export const readVersions = async (connection: DuckDBConnection): Promise<Versions> => {
  const { rowCount, columns } = await readColumns(
    connection,
    {
      sql: `SELECT instrument, period_end, epoch_us(known_at)::DOUBLE, revision, value FROM (${versionsSql})`,
    },
    { instrument: "int", periodEnd: "int", knownAt: "double", revision: "int", value: "double" },
  );
  return { rowCount, ...columns };
};

/** The versions and the grid in DuckDB's memory. */
export const prepareDuckDb = async (connection: DuckDBConnection, instruments: number): Promise<void> => {
  await connection.run(`CREATE TEMP TABLE versions AS ${versionsSql}`);
  await connection.run(
    `CREATE TEMP TABLE grid AS SELECT i::INTEGER AS instrument, (row_number() OVER (PARTITION BY i ORDER BY session_date) - 1)::INTEGER AS row,
       close_utc + INTERVAL 30 MINUTE AS at FROM range(${instruments}) t(i), calendars ORDER BY instrument, row`,
  );
};

/** DuckDB's own ASOF JOIN, into a table in its memory. */
export const askDuckDb = async (connection: DuckDBConnection, from: "memory" | "store"): Promise<void> => {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE answer AS
     WITH speaking AS (
       SELECT * FROM ${from === "memory" ? "versions" : `(${versionsSql})`}
       QUALIFY period_end = max(period_end) OVER (PARTITION BY instrument ORDER BY known_at, revision ROWS UNBOUNDED PRECEDING)),
     changes AS (
       SELECT instrument, known_at, arg_max(value, revision) AS value FROM speaking GROUP BY instrument, known_at)
     SELECT grid.instrument, grid.row, changes.value FROM grid
     ASOF LEFT JOIN changes ON grid.instrument = changes.instrument AND grid.at >= changes.known_at`,
  );
};

/** The answer in the order of the panel's cells. */
export const answerOfDuckDb = async (connection: DuckDBConnection): Promise<Float64Array> => {
  const sql = "SELECT coalesce(value, 'NaN'::DOUBLE) FROM answer ORDER BY instrument, row";
  return (await readColumns(connection, { sql }, { value: "double" })).columns.value;
};

export interface AskPolars {
  frame(versions: Versions): DataFrame;
  /** joinAsof by instrument; the answer in the order of the panel's cells, left in polars' memory. */
  ask(versions: DataFrame): DataFrame;
  /** The answer as the numbers that a program can use, by the quickest way there is. */
  take(answer: DataFrame): Float64Array;
}

/** polars with the grid in its memory. */
export const createPolars = (grid: { instrument: Int32Array; at: Float64Array }): AskPolars => {
  const pl = createRequire(import.meta.url)("nodejs-polars") as typeof Polars;
  const left = pl.DataFrame({
    instrument: pl.Series("instrument", grid.instrument),
    at: pl.Series("at", grid.at),
  });
  return {
    frame: ({ instrument, periodEnd, knownAt, revision, value }) =>
      pl.DataFrame({
        instrument: pl.Series("instrument", instrument),
        periodEnd: pl.Series("periodEnd", periodEnd),
        at: pl.Series("at", knownAt),
        revision: pl.Series("revision", revision),
        value: pl.Series("value", value),
      }),
    ask: (versions) => {
      const changes = versions
        .sort(["instrument", "at", "revision"])
        .withColumn(pl.col("periodEnd").cumMax().over("instrument").alias("newest"))
        .filter(pl.col("periodEnd").eq(pl.col("newest")))
        .unique({ subset: ["instrument", "at"], keep: "last", maintainOrder: true })
        .select("instrument", "at", "value");
      return left.joinAsof(changes, {
        leftOn: "at",
        rightOn: "at",
        byLeft: "instrument",
        byRight: "instrument",
        strategy: "backward",
      });
    },
    take: (answer) =>
      answer
        .withColumn(pl.col("value").fillNull(pl.lit(Number.NaN)))
        .getColumn("value")
        .toTypedArray(),
  };
};
