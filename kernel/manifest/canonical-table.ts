import { tableFromIPC, type Vector } from "apache-arrow";
import type { TableDisplay } from "../contract/display.ts";

type Column = Float64Array | BigInt64Array;

/** Zeros stand where a value is missing: what lies there in memory means nothing. */
const withoutMissing = (column: Column, vector: Vector): ArrayBufferView => {
  if (vector.nullCount === 0) return column;
  const copy = column.slice();
  const width = copy.length / vector.length;
  for (let row = 0; row < vector.length; row++) {
    if (vector.isValid(row)) continue;
    const [from, to] = [row * width, (row + 1) * width];
    if (copy instanceof BigInt64Array || copy instanceof BigUint64Array) copy.fill(0n, from, to);
    else copy.fill(0, from, to);
  }
  return copy;
};

const presenceOf = (vector: Vector): Uint8Array | null =>
  vector.nullCount === 0
    ? null
    : Uint8Array.from({ length: vector.length }, (_, row) => (vector.isValid(row) ? 1 : 0));

const valuesOf = (vector: Vector): unknown => {
  const values: unknown = vector.toArray();
  if (ArrayBuffer.isView(values)) return withoutMissing(values as Column, vector);
  return Array.from(values as Iterable<unknown>, (value) =>
    typeof value === "object" && value !== null ? String(value) : value,
  );
};

/**
 * A table as plain data: of each column its name, its type, which values are there, and the values. How Arrow cut
 * them into batches, padded and framed them is left out.
 */
export const canonicalTable = ({ title, rowCount, columns, arrow }: TableDisplay): object => {
  const table = tableFromIPC(arrow);
  return {
    title,
    rowCount,
    columns: columns.map(({ name, type }, at) => {
      const vector = table.getChildAt(at);
      const content = vector && {
        storedAs: String(vector.type),
        presence: presenceOf(vector),
        values: valuesOf(vector),
      };
      return { name, type, ...content };
    }),
  };
};
