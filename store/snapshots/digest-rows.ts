import { createHash, type Hash } from "node:crypto";
import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type { ColumnType, TableShape } from "../contract/tables.ts";
import { ColumnDigest } from "./column-digest.ts";
import { KeyOrder } from "./key-order.ts";
import { type SurveyedColumn, surveyColumns } from "./survey-columns.ts";

export interface RowsDigest {
  readonly rows: number;
  /** SHA-256, hex. */
  readonly digest: string;
  /** Two rows share one key (R3). */
  readonly hasDuplicates: boolean;
}

/**
 * Names the rows that one batch gave one table: the SHA-256 of its columns' digests (see ColumnDigest), rows in the
 * order of the table's key. `ingest_seq` is the same in all of them and is said beside the digest.
 *
 * Columns that hold one value throughout, as the batch's name does, are told apart first and not read row by row. Rows
 * that lie in the order of their key, as ours do, are read as they lie; the order is watched while they pass, and when
 * it is not kept they are sorted after all. Every way gives the same digest.
 */
export const digestRows = async (
  connection: DuckDBConnection,
  table: TableShape,
  ingestSeq: number,
): Promise<RowsDigest> => {
  const columns = await surveyColumns(connection, table, ingestSeq);
  return (
    (await digestIn(connection, table, columns, ingestSeq, "as they lie")) ??
    (await digestIn(connection, table, columns, ingestSeq, "by key"))!
  );
};

const digestIn = async (
  connection: DuckDBConnection,
  table: TableShape,
  columns: readonly SurveyedColumn[],
  ingestSeq: number,
  order: "as they lie" | "by key",
): Promise<RowsDigest | undefined> => {
  const orderBy = order === "by key" ? ` ORDER BY ${table.key.map((name) => `"${name}"`).join(", ")}` : "";
  const passing = columns.filter(({ constant }) => constant === undefined);
  const result = await connection.stream(
    `SELECT ${passing.map(({ sql }) => sql).join(", ")}
     FROM (SELECT * FROM "${table.name}" WHERE ingest_seq = ${ingestSeq}${orderBy})`,
  );
  const digests = passing.map(({ type, isRunsOnly }) => new ColumnDigest(type, isRunsOnly));
  const keyOrder = new KeyOrder(
    table.key.map((name) => passing.findIndex((column) => column.name === name)).filter((i) => i >= 0),
    passing,
  );
  let rows = 0;
  // The next chunk is fetched while this one is hashed.
  let coming = result.fetchChunk();
  for (;;) {
    const chunk: DuckDBDataChunk | null = await coming;
    if (!chunk || chunk.rowCount === 0) break;
    coming = result.fetchChunk();
    coming.catch(() => {});
    const vectors = passing.map((_, i) => chunk.getColumnVector(i));
    if (!keyOrder.follow(vectors, chunk.rowCount) && order === "as they lie") {
      await coming;
      return undefined;
    }
    digests.forEach((digest, i) => {
      digest.add(vectors[i]!, chunk.rowCount);
    });
    rows += chunk.rowCount;
  }
  const whole = createHash("sha256");
  addText(whole, table.name);
  for (const { name, type, constant } of columns) {
    addText(whole, name);
    addText(whole, type satisfies ColumnType);
    const digest = constant === undefined ? digests.shift()! : new ColumnDigest(type);
    if (constant !== undefined) digest.addConstant(constant, rows);
    whole.update(digest.finish());
  }
  return { rows, digest: whole.digest("hex"), hasDuplicates: keyOrder.hasDuplicates };
};

const addText = (hash: Hash, text: string): void => {
  const bytes = Buffer.from(text, "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  hash.update(length);
  hash.update(bytes);
};
