import { createRequire } from "node:module";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { DataFrame, pl as Polars } from "nodejs-polars";
import { readColumns } from "../../store/duckdb/read-columns.ts";

/**
 * The same panel by others, as their users would ask for it. All begin with the same rows, under the ids that the store
 * gives instruments, and come to the same cells; so each has to find which version speaks from an instant on (R4), since
 * the row published last is not the row about the newest period, and join that to the grid of instruments and
 * decision instants, which lies ready in its memory.
 */
export interface Versions {
  readonly rowCount: number;
  readonly iid: string[];
  readonly periodEnd: Int32Array;
  /** UTC microseconds. */
  readonly knownAt: Float64Array;
  readonly revision: Int32Array;
  readonly value: Float64Array;
}

const versionsSql =
  "SELECT iid, period_end, known_at, revision, value FROM fundamentals WHERE field = 'bookValue'";

export const readVersions = async (connection: DuckDBConnection): Promise<Versions> => {
  const { rowCount, columns } = await readColumns(
    connection,
    { sql: `SELECT iid, period_end, epoch_us(known_at)::DOUBLE, revision, value FROM (${versionsSql})` },
    { iid: "text", periodEnd: "int", knownAt: "double", revision: "int", value: "double" },
  );
  return { rowCount, ...columns };
};

/** The versions and the grid in DuckDB's memory. */
export const prepareDuckDb = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`CREATE TEMP TABLE versions AS ${versionsSql}`);
  await connection.run(
    `CREATE TEMP TABLE grid AS SELECT iid, session_date, close_utc + INTERVAL 30 MINUTE AS decided_at
     FROM instruments, calendars ORDER BY iid, session_date`,
  );
};

/** DuckDB's own ASOF JOIN, into a table in its memory. */
export const askDuckDb = async (connection: DuckDBConnection, from: "memory" | "store"): Promise<void> => {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE answer AS
     WITH speaking AS (
       SELECT * FROM ${from === "memory" ? "versions" : `(${versionsSql})`}
       QUALIFY period_end = max(period_end) OVER (PARTITION BY iid ORDER BY known_at, revision ROWS UNBOUNDED PRECEDING)),
     changes AS (SELECT iid, known_at, arg_max(value, revision) AS value FROM speaking GROUP BY iid, known_at)
     SELECT grid.iid, grid.session_date, changes.value FROM grid
     ASOF LEFT JOIN changes ON grid.iid = changes.iid AND grid.decided_at >= changes.known_at`,
  );
};

/** The answer in the order of the panel's cells. */
export const answerOfDuckDb = async (connection: DuckDBConnection): Promise<Float64Array> => {
  const sql = "SELECT coalesce(value, 'NaN'::DOUBLE) FROM answer ORDER BY iid, session_date";
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
export const createPolars = (grid: { iid: string[]; at: Float64Array }): AskPolars => {
  const pl = createRequire(import.meta.url)("nodejs-polars") as typeof Polars;
  const left = pl.DataFrame({ iid: pl.Series("iid", grid.iid), at: pl.Series("at", grid.at) });
  return {
    frame: ({ iid, periodEnd, knownAt, revision, value }) =>
      pl.DataFrame({
        iid: pl.Series("iid", iid),
        periodEnd: pl.Series("periodEnd", periodEnd),
        at: pl.Series("at", knownAt),
        revision: pl.Series("revision", revision),
        value: pl.Series("value", value),
      }),
    ask: (versions) => {
      const changes = versions
        .sort(["iid", "at", "revision"])
        .withColumn(pl.col("periodEnd").cumMax().over("iid").alias("newest"))
        .filter(pl.col("periodEnd").eq(pl.col("newest")))
        .unique({ subset: ["iid", "at"], keep: "last", maintainOrder: true })
        .select("iid", "at", "value");
      return left.joinAsof(changes, {
        leftOn: "at",
        rightOn: "at",
        byLeft: "iid",
        byRight: "iid",
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
