import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { FileFormat } from "../contract/import.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { IngestError } from "./ingest-error.ts";
import { limits } from "./limits.ts";
import { identifier, literal } from "./plan/sql-text.ts";
import type { Cell } from "./plan/value-sql.ts";
import { openSource } from "./source/open-source.ts";
import { showRaw } from "./source/show-raw.ts";
import { type BadRowNote, VALUE_END, writeCleanRows } from "./source/write-clean-rows.ts";

/** A file as the relation `source_rows`: its line numbers and the wanted columns as c0, c1, … */
export interface LoadedSource {
  /** The wanted columns, by their names in the file. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Rows that could be told apart into values. */
  readonly rows: number;
  readonly bad: readonly BadRowNote[];
  rawLines(lines: ReadonlySet<number>): AsyncIterable<{ readonly line: number; readonly raw: string }>;
}

export interface LoadRequest {
  readonly file: string;
  readonly format: FileFormat;
  readonly wanted: readonly string[];
  readonly workDir: string;
  readonly onProgress: (rows: number, bytesRead: number) => void;
}

export const loadSource = async (
  connection: DuckDBConnection,
  request: LoadRequest,
): Promise<LoadedSource> =>
  request.format.kind === "parquet"
    ? loadParquet(connection, request)
    : loadText(connection, request, await openSource(request.file, request.format));

const requireColumns = (wanted: readonly string[], columns: readonly string[]): void => {
  const missing = wanted.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new IngestError(
      "unknown-column",
      `The file has no column ${missing.map((name) => JSON.stringify(name)).join(", ")}. It has ${columns
        .slice(0, 20)
        .map((name) => JSON.stringify(name))
        .join(", ")}${columns.length > 20 ? " …" : ""}.`,
    );
};

export const damagedParquet = (error: unknown): IngestError => {
  const cause = (error instanceof Error ? error.message : String(error)).split("\n")[0];
  return new IngestError(
    "not-readable",
    `The Parquet file is damaged or not whole (${cause}). Fetch it again.`,
  );
};

/** The columns of a Parquet file with DuckDB's types. */
export const describeParquet = async (
  connection: DuckDBConnection,
  file: string,
): Promise<readonly { readonly name: string; readonly type: string }[]> => {
  try {
    const columns = await readRows(
      connection,
      { sql: `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${literal(file)}))` },
      { name: "text", type: "text" },
    );
    if (columns.length > limits.columns)
      throw new IngestError(
        "too-large",
        `The file has ${columns.length} columns, more than ${limits.columns}.`,
      );
    return columns;
  } catch (error) {
    throw error instanceof IngestError ? error : damagedParquet(error);
  }
};

/** The column by which DuckDB counts the rows of a Parquet file. */
const ROW_NUMBER = "file_row_number";

/** A view: the file is small beside its values, and reading it once more is quicker than keeping them. */
const loadParquet = async (connection: DuckDBConnection, request: LoadRequest): Promise<LoadedSource> => {
  const { file, wanted } = request;
  const columns = await describeParquet(connection, file);
  requireColumns(
    wanted,
    columns.map(({ name }) => name),
  );
  if (columns.some(({ name }) => name.toLowerCase() === ROW_NUMBER))
    throw new IngestError("not-readable", `The file has a column ${ROW_NUMBER}. Give it another name first.`);
  const cells = new Map<string, Cell>();
  const selected = wanted.map((name, i) => {
    cells.set(name, { sql: `c${i}`, type: columns.find((column) => column.name === name)!.type });
    return `, ${identifier(name)} AS c${i}`;
  });
  const from = `read_parquet(${literal(file)}, file_row_number = true)`;
  let rows: number;
  try {
    await connection.run(
      `CREATE TEMP VIEW source_rows AS SELECT (file_row_number + 1)::INTEGER AS line${selected.join("")} FROM ${from}`,
    );
    const [counted] = await readRows(
      connection,
      { sql: "SELECT count(*)::DOUBLE FROM source_rows" },
      { rows: "double" },
    );
    rows = counted!.rows;
  } catch (error) {
    throw damagedParquet(error);
  }
  const { size } = await stat(file);
  if (rows > limits.rowsFreely && rows > size * limits.rowsPerByte)
    throw new IngestError(
      "too-large",
      `The file says it has ${rows} rows in ${size} bytes, which no prices or reports need. Look at what it holds.`,
    );
  return {
    cells,
    rows,
    bad: [],
    rawLines: async function* (lines) {
      const list = [...lines];
      for (let start = 0; start < list.length; start += 10_000) {
        const some = list.slice(start, start + 10_000).join(", ");
        const found = await readRows(
          connection,
          {
            sql: `SELECT (file_row_number + 1)::INTEGER, left(to_json(columns_of)::VARCHAR, ${limits.rawLength + 1})
              FROM (SELECT file_row_number, t AS columns_of FROM (SELECT * EXCLUDE (file_row_number), file_row_number FROM ${from}) t)
              WHERE file_row_number + 1 IN (${some})`,
          },
          { line: "int", raw: "text" },
        );
        for (const { line, raw } of found) yield { line, raw: showRaw(raw) };
      }
    },
  };
};

const loadText = async (
  connection: DuckDBConnection,
  { wanted, workDir, onProgress }: LoadRequest,
  source: Awaited<ReturnType<typeof openSource>>,
): Promise<LoadedSource> => {
  requireColumns(wanted, source.columns);
  const path = join(workDir, "clean.txt");
  const { rows, bad } = await writeCleanRows(source, wanted, path, onProgress);
  const columns = wanted.map((_, i) => `, c${i}: 'VARCHAR'`).join("");
  await connection.run(
    `CREATE TEMP TABLE source_rows AS SELECT * FROM read_csv(${literal(path)}, delim = '${VALUE_END}', quote = '',
       escape = '', header = false, auto_detect = false, new_line = '\\n', nullstr = '', columns = {line: 'INTEGER'${columns}})`,
  );
  return {
    cells: new Map(wanted.map((name, i) => [name, { sql: `c${i}`, type: "VARCHAR" }])),
    rows,
    bad,
    rawLines: source.rawLines,
  };
};
