import { type Bool, type Data, DataType, tableFromIPC, type Utf8, type Vector } from "apache-arrow";
import type { TableDisplay } from "../contract/display.ts";
import { TextColumn } from "./text-column.ts";

const isBitSet = (bits: Uint8Array, at: number): boolean => ((bits[at >> 3]! >> (at & 7)) & 1) === 1;

/** Of each row 1 where it has a value, else 0; null when all have one. */
const presenceOf = (vector: Vector): Uint8Array | null => {
  if (vector.nullCount === 0) return null;
  const presence = new Uint8Array(vector.length).fill(1);
  let row = 0;
  for (const { length, nullCount, nullBitmap, offset } of vector.data) {
    if (nullCount > 0)
      for (let at = 0; at < length; at++) if (!isBitSet(nullBitmap!, offset + at)) presence[row + at] = 0;
    row += length;
  }
  return presence;
};

/** Zeros stand where a value is missing: what lies there in memory means nothing. */
const withoutMissing = (
  column: Float64Array | BigInt64Array,
  presence: Uint8Array | null,
): ArrayBufferView => {
  if (!presence) return column;
  const copy = column.slice();
  const width = copy.length / presence.length;
  for (let row = 0; row < presence.length; row++) {
    if (presence[row] === 1) continue;
    const [from, to] = [row * width, (row + 1) * width];
    if (copy instanceof BigInt64Array || copy instanceof BigUint64Array) copy.fill(0n, from, to);
    else copy.fill(0, from, to);
  }
  return copy;
};

const textsOf = (chunks: readonly Data<Utf8>[], presence: Uint8Array | null, rows: number): TextColumn => {
  const lengths = new Int32Array(rows);
  const ends = chunks.map(({ valueOffsets, length }) => [valueOffsets[0]!, valueOffsets[length]!] as const);
  const bytes = new Uint8Array(ends.reduce((sum, [from, to]) => sum + to - from, 0));
  let [row, end] = [0, 0];
  for (const [chunk, { values, valueOffsets, length }] of chunks.entries()) {
    // Whole runs at once: only a missing value that has bytes of its own parts one from the next.
    let from = ends[chunk]![0];
    const take = (to: number): void => {
      bytes.set(values.subarray(from, to), end);
      end += to - from;
    };
    for (let at = 0; at < length; at++, row++) {
      const [start, stop] = [valueOffsets[at]!, valueOffsets[at + 1]!];
      if (presence?.[row] !== 0) lengths[row] = stop - start;
      else if (stop > start) {
        take(start);
        from = stop;
      }
    }
    take(ends[chunk]![1]);
  }
  return new TextColumn(lengths, bytes.subarray(0, end));
};

/** One byte for each row. */
const booleansOf = (chunks: readonly Data<Bool>[], presence: Uint8Array | null, rows: number): Uint8Array => {
  const column = new Uint8Array(rows);
  let row = 0;
  for (const { values, offset, length } of chunks)
    for (let at = 0; at < length; at++, row++)
      if (presence?.[row] !== 0 && isBitSet(values, offset + at)) column[row] = 1;
  return column;
};

const valuesOf = (vector: Vector, presence: Uint8Array | null): unknown => {
  if (DataType.isUtf8(vector.type)) return textsOf(vector.data as Data<Utf8>[], presence, vector.length);
  if (DataType.isBool(vector.type)) return booleansOf(vector.data as Data<Bool>[], presence, vector.length);
  const values: unknown = vector.toArray();
  if (ArrayBuffer.isView(values)) return withoutMissing(values as Float64Array, presence);
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
      if (!vector) return { name, type };
      const presence = presenceOf(vector);
      return { name, type, storedAs: String(vector.type), presence, values: valuesOf(vector, presence) };
    }),
  };
};
