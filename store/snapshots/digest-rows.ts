import { createHash, type Hash } from "node:crypto";
import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type { ColumnType, TableShape } from "../contract/tables.ts";
import { endStream } from "../duckdb/end-stream.ts";
import { ColumnDigest } from "./column-digest.ts";
import { type ColumnHasher, hashHere } from "./column-hasher.ts";
import { hashApart } from "./hash-apart.ts";
import { KeyOrder } from "./key-order.ts";
import { type Survey, surveyColumns } from "./survey-columns.ts";

/** From so many rows on, a thread that hashes while this one reads saves more than it takes to start. */
const ROWS_TO_HASH_APART = 200_000;

export interface RowsDigest {
  readonly rows: number;
  /** SHA-256, hex. */
  readonly digest: string;
  /** Two rows share one key (R3). */
  readonly hasDuplicates: boolean;
}

/** The rows of one batch in its table, for `digestRows`. */
export const rowsOfBatch = ({ name }: TableShape, ingestSeq: number): string =>
  `SELECT * FROM "${name}" WHERE ingest_seq = ${ingestSeq}`;

/**
 * Names the rows that one batch gave one table: the SHA-256 of its columns' digests (see ColumnDigest), rows in the
 * order of the table's key. `ingest_seq` is the same in all of them and is said beside the digest.
 *
 * Columns that hold one value throughout, as the batch's name does, are told apart first and not read row by row. Rows
 * that lie in the order of their key, as ours do, are read as they lie; the order is watched while they pass, and when
 * it is not kept they are sorted after all. Every way gives the same digest.
 * @param rowsSql selects the rows with all columns of the table: `rowsOfBatch`, or where they come from
 */
export const digestRows = async (
  connection: DuckDBConnection,
  table: TableShape,
  rowsSql: string,
  rowsToHashApart = ROWS_TO_HASH_APART,
): Promise<RowsDigest> => {
  const survey = await surveyColumns(connection, table, rowsSql);
  const digestIn = async (order: Order): Promise<RowsDigest | undefined> => {
    const hasher = (survey.rows < rowsToHashApart ? hashHere : hashApart)(survey.columns.length);
    try {
      return await digestWith(hasher, connection, table, survey, rowsSql, order);
    } finally {
      await hasher.close();
    }
  };
  return (await digestIn("as they lie")) ?? (await digestIn("by key"))!;
};

type Order = "as they lie" | "by key";

const digestWith = async (
  hasher: ColumnHasher,
  connection: DuckDBConnection,
  table: TableShape,
  { rows: expected, columns }: Survey,
  rowsSql: string,
  order: Order,
): Promise<RowsDigest | undefined> => {
  const orderBy = order === "by key" ? ` ORDER BY ${table.key.map((name) => `"${name}"`).join(", ")}` : "";
  const passing = columns.filter(({ constant }) => constant === undefined);
  const result = await connection.stream(
    `SELECT ${passing.map(({ sql }) => sql).join(", ")}
     FROM (${rowsSql}${orderBy})`,
  );
  const digests = columns.map(
    ({ type, isRunsOnly }, i) =>
      new ColumnDigest(type, (buffer, length) => hasher.take(i, buffer, length), isRunsOnly),
  );
  const passingDigests = digests.filter((_, i) => columns[i]!.constant === undefined);
  const keyOrder = new KeyOrder(
    table.key.map((name) => passing.findIndex((column) => column.name === name)).filter((i) => i >= 0),
    passing,
  );
  let rows = 0;
  let isAtEnd = false;
  // The next chunk is fetched while this one is looked at.
  let coming = result.fetchChunk();
  try {
    for (;;) {
      const chunk: DuckDBDataChunk | null = await coming;
      if (!chunk || chunk.rowCount === 0) break;
      coming = result.fetchChunk();
      coming.catch(() => {});
      const vectors = passing.map((_, i) => chunk.getColumnVector(i));
      if (!keyOrder.follow(vectors, chunk.rowCount) && order === "as they lie") return undefined;
      passingDigests.forEach((digest, i) => {
        digest.add(vectors[i]!, chunk.rowCount);
      });
      rows += chunk.rowCount;
      await hasher.room();
    }
    isAtEnd = true;
  } finally {
    await coming.catch(() => null);
    if (!isAtEnd) await endStream(connection, result);
  }
  // A stream that is interrupted just ends.
  if (rows !== expected)
    throw new Error(`Interrupted! Only ${rows} of ${expected} rows of ${table.name} came.`);
  digests.forEach((digest, i) => {
    const { constant } = columns[i]!;
    if (constant !== undefined) digest.addConstant(constant, rows);
    digest.finish();
  });
  const hashed = await hasher.finish();
  const whole = createHash("sha256");
  addText(whole, table.name);
  columns.forEach(({ name, type }, i) => {
    addText(whole, name);
    addText(whole, type satisfies ColumnType);
    whole.update(hashed[i]!);
  });
  return { rows, digest: whole.digest("hex"), hasDuplicates: keyOrder.hasDuplicates };
};

const addText = (hash: Hash, text: string): void => {
  const bytes = Buffer.from(text, "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  hash.update(length);
  hash.update(bytes);
};
