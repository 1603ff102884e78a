import type {
  DuckDBConnection,
  DuckDBMaterializedResult,
  DuckDBPreparedStatement,
  DuckDBResult,
  DuckDBValue,
} from "@duckdb/node-api";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { SqlColumn, SqlParameter } from "../contract/query-contract.ts";
import { type CheckedStatement, checkStatement, type TreeNode } from "./check-statement.ts";
import { type NamedType, readColumnTypes } from "./column-types.ts";
import { type Cut, cutViewSql, viewNames } from "./cut-views.ts";
import { findNeverNull } from "./find-never-null.ts";
import type { QueryDatabase } from "./open-query-database.ts";
import { explainError, refusal } from "./query-error.ts";
import { growColumn, toArrowStream, UnfitValue } from "./result-columns.ts";

/** What a result may weigh as it travels, well below what one message may. */
const MAX_RESULT_BYTES = 192 * 1024 * 1024;

export interface Asked {
  readonly sql: string;
  readonly asOf: number | null;
  readonly snapshot: string | null;
}

/** R1: the cut of a question. The snapshot is the newest when none is named. */
const findCut = async (database: QueryDatabase, { asOf, snapshot }: Asked): Promise<WireResult<Cut>> => {
  const connection = await database.connect();
  try {
    const which = snapshot === null ? "" : "WHERE snapshot_id = $snapshot OR name = $snapshot";
    const result = await connection.run(
      `SELECT max_ingest_seq, epoch_us(known_to)::DOUBLE FROM ${database.storeName}.main.snapshots ${which}
       ORDER BY max_ingest_seq DESC LIMIT 1`,
      snapshot === null ? {} : { snapshot },
    );
    const [row] = await result.getRows();
    if (!row)
      return wireError("unknown-snapshot", `There is no snapshot ${JSON.stringify(snapshot)} in the store.`);
    return wireOk({ maxIngestSeq: Number(row[0]), knownBy: asOf ?? Number(row[1]) });
  } finally {
    connection.closeSync();
  }
};

/** Parses a text with DuckDB's own parser and lets pass only one SELECT over the views. */
export const readStatement = async (
  database: QueryDatabase,
  sql: string,
): Promise<WireResult<CheckedStatement>> => {
  let parsed: TreeNode & { error?: unknown; error_message?: string; error_type?: string; position?: string };
  try {
    const result = await database.parser.run("SELECT json_serialize_sql($sql::VARCHAR)", { sql });
    parsed = JSON.parse(String((await result.getRows())[0]![0]));
  } catch (error) {
    return explainError(error, sql, database.storeName);
  }
  if (parsed.error === true) {
    if (parsed.error_type === "parser")
      return refusal("sql-error", `${parsed.error_message}.`, sql, parsed.position);
    const mixed = /positional/.test(parsed.error_message ?? "");
    return refusal(
      "not-allowed",
      mixed
        ? "Parameters have names: write $name for the cell's value."
        : "A SQL cell reads: it holds one SELECT, and nothing that changes, attaches, copies or sets anything.",
      sql,
      0,
    );
  }
  const checked = checkStatement(parsed, viewNames);
  return checked.ok ? checked : refusal("not-allowed", checked.message, sql, checked.position);
};

/** Does some work on a connection of its own, in which the views that are read are cut. */
const withViews = async <T>(
  database: QueryDatabase,
  asked: Asked,
  work: (connection: DuckDBConnection, statement: CheckedStatement) => Promise<WireResult<T>>,
): Promise<WireResult<T>> => {
  const statement = await readStatement(database, asked.sql);
  if (!statement.ok) return statement;
  const cut = await findCut(database, asked);
  if (!cut.ok) return cut;
  const connection = await database.connect();
  try {
    for (const view of statement.value.views)
      await connection.run(
        `CREATE TEMP VIEW "${view}" AS ${cutViewSql(view, cut.value, database.storeName)}`,
      );
    return await work(connection, statement.value);
  } catch (error) {
    if (error instanceof UnfitValue) return wireError("sql-error", error.message);
    return explainError(error, asked.sql, database.storeName);
  } finally {
    connection.closeSync();
  }
};

const typesOf = (
  from: DuckDBPreparedStatement | DuckDBResult,
  names: Pick<DuckDBResult, "columnName"> = from,
): NamedType[] =>
  Array.from({ length: from.columnCount }, (_, index) => ({
    name: names.columnName(index),
    type: from.columnType(index),
  }));

const columnsOf = (
  types: readonly NamedType[],
  statement: CheckedStatement,
): WireResult<readonly SqlColumn[]> => {
  const columns = readColumnTypes(types, findNeverNull(statement));
  return typeof columns === "string" ? wireError("sql-error", columns) : wireOk(columns);
};

const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|;/g;
/** The text without the semicolon after its one statement, wherever comments put it. */
const withoutEnd = (sql: string): string => sql.replace(quoted, (part) => (part === ";" ? " " : part));

/** The statement, with so many of its rows at most. */
const bounded = (sql: string, rows: number): string => `SELECT * FROM (\n${withoutEnd(sql)}\n) LIMIT ${rows}`;

/** The columns that a statement gives, without running it. */
export const describeQuery = (
  database: QueryDatabase,
  asked: Asked,
): Promise<WireResult<{ columns: SqlColumn[]; parameters: string[] }>> =>
  withViews(database, asked, async (connection, statement) => {
    const { parameters } = statement;
    const prepared = await connection.prepare(asked.sql);
    // Types that hang on a parameter are known only with a value; a missing one takes the type its place asks for.
    const isOpen = Array.from({ length: prepared.columnCount }, (_, index) =>
      prepared.columnTypeId(index),
    ).includes(0);
    const nothing = Object.fromEntries(parameters.map((name) => [name, null]));
    const types = isOpen ? typesOf(await connection.run(bounded(asked.sql, 0), nothing)) : typesOf(prepared);
    const columns = columnsOf(types, statement);
    return columns.ok ? wireOk({ columns: [...columns.value], parameters: [...parameters] }) : columns;
  });

export interface Running extends Asked {
  readonly parameters: Readonly<Record<string, SqlParameter>>;
  readonly maxRows: number;
  /** Given the means to end the query while it runs. */
  readonly onStart: (interrupt: () => void) => void;
  readonly isCancelled: () => boolean;
}

const bind = (
  names: readonly string[],
  given: Running["parameters"],
): WireResult<Record<string, DuckDBValue>> => {
  const bound: Record<string, DuckDBValue> = {};
  for (const name of names) {
    if (!Object.hasOwn(given, name))
      return wireError("missing-parameter", `The parameter $${name} has no value: define ${name} in a cell.`);
    bound[name] = given[name]!;
  }
  return wireOk(bound);
};

/** Runs a statement and gives its result, or why there is none; never a part of it. */
export const runQuery = (
  database: QueryDatabase,
  asked: Running,
): Promise<WireResult<{ columns: SqlColumn[]; rows: number; arrow: Uint8Array<ArrayBuffer> }>> =>
  withViews(database, asked, async (connection, statement) => {
    const bound = bind(statement.parameters, asked.parameters);
    if (!bound.ok) return bound;
    const stopped = () => wireError("cancelled", "The query was stopped.");
    if (asked.isCancelled()) return stopped();
    asked.onStart(() => connection.interrupt());
    // As it was written: what is wrong with it is found where it stands, and columns keep their names.
    let prepared: DuckDBPreparedStatement;
    // A streamed result that fails half-way ends as one that is exhausted does; this one comes as a whole or not at all.
    let result: DuckDBMaterializedResult;
    try {
      prepared = await connection.prepare(asked.sql);
      if (asked.isCancelled()) return stopped();
      result = await connection.run(bounded(asked.sql, asked.maxRows + 1), bound.value);
    } catch (error) {
      if (asked.isCancelled()) return stopped();
      throw error;
    }
    if (result.rowCount > asked.maxRows) {
      const limit = asked.maxRows.toLocaleString("en");
      return wireError(
        "too-many-rows",
        `The query gives more than ${limit} rows. Add WHERE, LIMIT or GROUP BY.`,
      );
    }
    const columns = columnsOf(typesOf(result, prepared), statement);
    if (!columns.ok) return columns;
    const grown = columns.value.map((column, index) => growColumn(column, result.columnTypeId(index)));
    for (let c = 0; c < result.chunkCount; c++) {
      const chunk = result.getChunk(c);
      for (const [index, column] of grown.entries()) column.append(chunk, index);
      if (grown.reduce((sum, column) => sum + column.byteLength, 0) > MAX_RESULT_BYTES)
        return wireError("too-many-rows", "The result is larger than 192 MB. Select fewer columns or rows.");
    }
    const rows = result.rowCount;
    return wireOk({ columns: [...columns.value], rows, arrow: toArrowStream(columns.value, grown) });
  });
