import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ImportMapping } from "../contract/import.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { EXAMPLES } from "./checks/run-warnings.ts";
import type { LoadedSource } from "./load-source.ts";
import { noteWrongValues } from "./note-wrong-values.ts";
import { literal } from "./plan/sql-text.ts";
import type { RowCheck } from "./plan/target-plan.ts";
import type { BadRowNote } from "./source/write-clean-rows.ts";
import type { StagedBatch } from "./staged-batch.ts";

const AT_ONCE = 2_000;

/** Table `faults` (line, check_name, column_name, reason): why lines are kept out. Begins with what could not be read. */
export const noteBadRows = async (
  connection: DuckDBConnection,
  bad: readonly BadRowNote[],
): Promise<void> => {
  await connection.run(
    "CREATE TEMP TABLE faults (line INTEGER, check_name VARCHAR, column_name VARCHAR, reason VARCHAR)",
  );
  for (let start = 0; start < bad.length; start += AT_ONCE) {
    const rows = bad
      .slice(start, start + AT_ONCE)
      .map(
        ({ line, check, column, reason }) =>
          `(${line}, ${literal(check)}, ${column === null ? "NULL" : literal(column)}, ${literal(reason)})`,
      );
    await connection.run(`INSERT INTO faults VALUES ${rows.join(", ")}`);
  }
};

/** Asks every row check at once, and notes each that a line fails. View `good`: the facts of lines without a fault. */
export const keepFaults = async (
  connection: DuckDBConnection,
  checks: readonly RowCheck[],
  mapping: ImportMapping,
  { cells }: LoadedSource,
): Promise<void> => {
  await connection.run("CREATE TEMP TABLE failing AS SELECT line, fault FROM facts WHERE fault <> 0");
  const failed = await readRows(
    connection,
    { sql: "SELECT coalesce(bit_or(fault), 0)::DOUBLE FROM failing" },
    { bits: "double" },
  );
  const bits = failed[0]!.bits;
  for (const [i, check] of checks.entries()) {
    if (Math.floor(bits / 2 ** i) % 2 === 0) continue;
    const { name, column, reason } = check;
    const columnName = column === null ? "NULL" : literal(column);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE wrong AS SELECT DISTINCT line FROM failing WHERE fault & ${2 ** i}::BIGINT <> 0`,
    );
    // What is left stands in no column: a constant of the mapping.
    const isLeft =
      name === "types" ? "line NOT IN (SELECT line FROM faults WHERE check_name = 'types')" : "true";
    if (name === "types") await noteWrongValues(connection, check, mapping, cells);
    await connection.run(
      `INSERT INTO faults SELECT line, ${literal(name)}, ${columnName}, ${literal(reason)} FROM wrong WHERE ${isLeft}`,
    );
  }
};

export interface FoundFault {
  readonly check: string;
  readonly rows: number;
  readonly reason: string;
  readonly examples: readonly { line: number; raw: string; column: string | null; reason: string }[];
}

/**
 * Fetches the text of the lines that are kept out, and stages them with their reasons. A line that fails a check in
 * two columns is one row of the quarantine.
 */
export const quarantinedLines = async (
  connection: DuckDBConnection,
  source: LoadedSource,
  folder: string | null,
): Promise<{ readonly checks: readonly FoundFault[]; readonly tables: StagedBatch["tables"] }> => {
  await connection.run(`CREATE TEMP TABLE kept_out AS SELECT line, check_name, min(column_name) AS column_name,
    string_agg(DISTINCT reason, ' ' ORDER BY reason) AS reason FROM faults GROUP BY line, check_name`);
  const checks = await readRows(
    connection,
    {
      sql: `SELECT check_name, count(*)::INTEGER, min_by(reason, line) FROM kept_out GROUP BY 1 ORDER BY 2 DESC, 1`,
    },
    { check: "text", rows: "int", reason: "text" },
  );
  if (checks.length === 0) return { checks: [], tables: [] };
  const examples = await readRows(
    connection,
    {
      sql: `SELECT check_name, line, coalesce(column_name, ''), (column_name IS NULL)::INTEGER, reason FROM kept_out
        QUALIFY row_number() OVER (PARTITION BY check_name ORDER BY line) <= ${EXAMPLES} ORDER BY check_name, line`,
    },
    { check: "text", line: "int", column: "text", hasNoColumn: "int", reason: "text" },
  );
  const wanted =
    folder === null
      ? new Set(examples.map(({ line }) => line))
      : new Set(
          (await readRows(connection, { sql: "SELECT DISTINCT line FROM kept_out" }, { line: "int" })).map(
            ({ line }) => line,
          ),
        );
  const raws = new Map<number, string>();
  await connection.run("CREATE TEMP TABLE raws (line INTEGER, raw VARCHAR)");
  const shown = new Set(examples.map(({ line }) => line));
  let waiting: string[] = [];
  const flush = async () => {
    if (waiting.length > 0) await connection.run(`INSERT INTO raws VALUES ${waiting.join(", ")}`);
    waiting = [];
  };
  for await (const { line, raw } of source.rawLines(wanted)) {
    if (shown.has(line)) raws.set(line, raw);
    if (folder !== null) waiting.push(`(${line}, ${literal(raw)})`);
    if (waiting.length >= AT_ONCE) await flush();
  }
  await flush();
  const found = checks.map(({ check, rows, reason }) => ({
    check,
    rows,
    reason,
    examples: examples
      .filter((example) => example.check === check)
      .map((example) => ({
        line: example.line,
        raw: raws.get(example.line) ?? "",
        column: example.hasNoColumn === 1 ? null : example.column,
        reason: example.reason,
      })),
  }));
  if (folder === null) return { checks: found, tables: [] };
  const columns = ["line", "raw", "check_name", "column_name", "reason"];
  await connection.run(`COPY (SELECT k.line, coalesce(r.raw, '') AS raw, check_name, column_name, reason
    FROM kept_out k LEFT JOIN raws r USING (line) ORDER BY k.line, check_name)
    TO ${literal(join(folder, "quarantine.parquet"))} (FORMAT parquet)`);
  const rows = found.reduce((sum, check) => sum + check.rows, 0);
  return { checks: found, tables: [{ table: "quarantine", file: "quarantine.parquet", rows, columns }] };
};
