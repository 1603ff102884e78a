import { createHash, type Hash } from "node:crypto";
import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type { ColumnType, TableShape } from "../contract/tables.ts";
import { ColumnDigest } from "./column-digest.ts";
import { KeyOrder } from "./key-order.ts";

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
 * Rows that lie in the order of their key, as ours do, are read as they lie; the order is watched while they pass,
 * and when it is not kept they are sorted after all. Both ways give one digest.
 */
export const digestRows = async (
  connection: DuckDBConnection,
  table: TableShape,
  ingestSeq: number,
): Promise<RowsDigest> =>
  (await digestIn(connection, table, ingestSeq, "as they lie")) ??
  (await digestIn(connection, table, ingestSeq, "by key"))!;

const digestIn = async (
  connection: DuckDBConnection,
  table: TableShape,
  ingestSeq: number,
  order: "as they lie" | "by key",
): Promise<RowsDigest | undefined> => {
  const columns = table.columns.filter(([name]) => name !== "ingest_seq");
  const orderBy = order === "by key" ? ` ORDER BY ${table.key.map((name) => `"${name}"`).join(", ")}` : "";
  const result = await connection.stream(
    `SELECT ${columns.map(([name]) => `"${name}"`).join(", ")} FROM "${table.name}" WHERE ingest_seq = ${ingestSeq}${orderBy}`,
  );
  const digests = columns.map(([, type]) => new ColumnDigest(type));
  const keyOrder = new KeyOrder(
    table.key
      .filter((name) => name !== "ingest_seq")
      .map((name) => columns.findIndex((column) => column[0] === name)),
    columns.map(([, type]) => type),
  );
  let rows = 0;
  for (;;) {
    const chunk: DuckDBDataChunk | null = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    const vectors = columns.map((_, i) => chunk.getColumnVector(i));
    if (!keyOrder.follow(vectors, chunk.rowCount) && order === "as they lie") return undefined;
    digests.forEach((digest, i) => {
      digest.add(vectors[i]!, chunk.rowCount);
    });
    rows += chunk.rowCount;
  }
  const whole = createHash("sha256");
  addText(whole, table.name);
  columns.forEach(([name, type], i) => {
    addText(whole, name);
    addText(whole, type satisfies ColumnType);
    whole.update(digests[i]!.finish());
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
