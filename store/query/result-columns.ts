import { type DuckDBDataChunk, DuckDBTypeId } from "@duckdb/node-api";
import {
  Bool,
  Float64,
  Int32,
  makeData,
  makeVector,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
} from "apache-arrow";
import type { SqlColumn } from "../contract/query-contract.ts";

/** A value cannot travel as what its column is; the message says which and what to write instead. */
export class UnfitValue extends Error {}

/** A result as it grows, chunk by chunk. */
export interface GrowingColumn {
  append(chunk: DuckDBDataChunk, index: number): void;
  readonly byteLength: number;
  toVector(): Vector;
}

const microsecondsPer: Partial<Record<DuckDBTypeId, number>> = {
  [DuckDBTypeId.TIMESTAMP_S]: 1_000_000,
  [DuckDBTypeId.TIMESTAMP_MS]: 1_000,
  [DuckDBTypeId.TIMESTAMP_NS]: 1 / 1_000,
};
/** Beyond any date that means something; DuckDB writes the infinities there. */
const MAX_DAYS = 100_000_000;
const MAX_MICROSECONDS = MAX_DAYS * 86_400e6;

const toNumber = (name: string, value: unknown, scale: number): number => {
  if (typeof value === "number") return value * scale;
  if (typeof value === "bigint") {
    const number = Number(value) * scale;
    if (scale === 1 && !Number.isSafeInteger(number))
      throw new UnfitValue(
        `The column ${name} holds an integer beyond 2^53: write ${name}::DOUBLE or ${name}::VARCHAR.`,
      );
    return number;
  }
  return Number(String(value));
};

const isNumberVector = (items: unknown): items is Float64Array | Int32Array =>
  items instanceof Float64Array || items instanceof Int32Array;

/** Numbers, dates and instants. */
const numberColumn = ({ name, type }: SqlColumn, typeId: DuckDBTypeId): GrowingColumn => {
  const parts: (Float64Array | Int32Array)[] = [];
  const masks: Uint8Array[] = [];
  let length = 0;
  const scale = microsecondsPer[typeId] ?? 1;
  const limit = type === "date" ? MAX_DAYS : type === "instant" ? MAX_MICROSECONDS : Number.POSITIVE_INFINITY;
  const isRaw = [DuckDBTypeId.DOUBLE, DuckDBTypeId.INTEGER, DuckDBTypeId.DATE].includes(typeId);
  const numberOf = (item: unknown): number => {
    if (type === "number") return toNumber(name, item, 1);
    const { days, micros, seconds, millis, nanos } = item as Record<string, bigint | number | undefined>;
    return toNumber("", days ?? micros ?? seconds ?? millis ?? nanos ?? Number.NaN, scale);
  };
  return {
    append: (chunk, index) => {
      const { rowCount } = chunk;
      const vector = chunk.getColumnVector(index);
      const raw = vector as unknown as { items: unknown; validity: { itemValid(index: number): boolean } };
      const values = type === "date" ? new Int32Array(rowCount) : new Float64Array(rowCount);
      const mask = new Uint8Array(rowCount);
      if (isRaw && isNumberVector(raw.items)) {
        values.set(raw.items.subarray(0, rowCount));
        for (let row = 0; row < rowCount; row++) mask[row] = raw.validity.itemValid(row) ? 1 : 0;
      } else {
        for (let row = 0; row < rowCount; row++) {
          const item = vector.getItem(row);
          if (item === null) continue;
          mask[row] = 1;
          values[row] = numberOf(item);
        }
      }
      for (let row = 0; row < rowCount; row++) {
        // The raw memory of a null is anything.
        if (mask[row] === 0) values[row] = 0;
        else if (!(Math.abs(values[row]!) < limit) && type !== "number")
          throw new UnfitValue(`The column ${name} holds an infinite date.`);
      }
      parts.push(values);
      masks.push(mask);
      length += rowCount;
    },
    get byteLength() {
      return length * 9;
    },
    toVector: () => {
      const data = type === "date" ? new Int32Array(length) : new Float64Array(length);
      let at = 0;
      for (const part of parts.splice(0)) {
        data.set(part, at);
        at += part.length;
      }
      const common = { length, ...nullsOf(masks, length) };
      return data instanceof Int32Array
        ? makeVector(makeData({ type: new Int32(), ...common, data }))
        : makeVector(makeData({ type: new Float64(), ...common, data }));
    },
  };
};

const textColumn = (): GrowingColumn => {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const lengths: Int32Array[] = [];
  const masks: Uint8Array[] = [];
  let length = 0;
  let bytes = 0;
  return {
    append: (chunk, index) => {
      const vector = chunk.getColumnVector(index);
      const mask = new Uint8Array(chunk.rowCount);
      const own = new Int32Array(chunk.rowCount);
      for (let row = 0; row < chunk.rowCount; row++) {
        const item = vector.getItem(row);
        if (item === null) continue;
        mask[row] = 1;
        const part = encoder.encode(String(item));
        own[row] = part.length;
        bytes += part.length;
        parts.push(part);
      }
      lengths.push(own);
      masks.push(mask);
      length += chunk.rowCount;
    },
    get byteLength() {
      return bytes + length * 5;
    },
    toVector: () => {
      const data = new Uint8Array(bytes);
      let at = 0;
      for (const part of parts.splice(0)) {
        data.set(part, at);
        at += part.length;
      }
      const valueOffsets = new Int32Array(length + 1);
      let row = 0;
      for (const own of lengths)
        for (const size of own) {
          valueOffsets[row + 1] = valueOffsets[row]! + size;
          row++;
        }
      return makeVector(
        makeData({ type: new Utf8(), length, ...nullsOf(masks, length), valueOffsets, data }),
      );
    },
  };
};

const booleanColumn = (): GrowingColumn => {
  const values: Uint8Array[] = [];
  const masks: Uint8Array[] = [];
  let length = 0;
  return {
    append: (chunk, index) => {
      const vector = chunk.getColumnVector(index);
      const own = new Uint8Array(chunk.rowCount);
      const mask = new Uint8Array(chunk.rowCount);
      for (let row = 0; row < chunk.rowCount; row++) {
        const item = vector.getItem(row);
        mask[row] = item === null ? 0 : 1;
        own[row] = item === true ? 1 : 0;
      }
      values.push(own);
      masks.push(mask);
      length += chunk.rowCount;
    },
    get byteLength() {
      return length * 2;
    },
    toVector: () =>
      makeVector(
        makeData({ type: new Bool(), length, ...nullsOf(masks, length), data: bitsOf(values, length) }),
      ),
  };
};

const bitsOf = (parts: readonly Uint8Array[], length: number): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(length / 64) * 8);
  let at = 0;
  for (const part of parts)
    for (const bit of part) {
      if (bit) bits[at >> 3]! |= 1 << (at & 7);
      at++;
    }
  return bits;
};
const nullsOf = (masks: readonly Uint8Array[], length: number) => ({
  nullBitmap: bitsOf(masks, length),
  nullCount: masks.reduce((sum, mask) => sum + mask.reduce((zeros, bit) => zeros + (1 - bit), 0), 0),
});

export const growColumn = (column: SqlColumn, typeId: DuckDBTypeId): GrowingColumn => {
  if (column.type === "string") return textColumn();
  return column.type === "boolean" ? booleanColumn() : numberColumn(column, typeId);
};

/** The finished columns as an Arrow IPC stream. */
export const toArrowStream = (
  columns: readonly SqlColumn[],
  grown: readonly GrowingColumn[],
): Uint8Array<ArrayBuffer> => {
  const vectors = columns.map(({ name, isNullable }, index) => {
    const vector = grown[index]!.toVector();
    if (!isNullable && vector.nullCount > 0)
      throw new Error(`The column ${name} was taken to be filled and is not.`);
    return [name, vector] as const;
  });
  return tableToIPC(new Table(Object.fromEntries(vectors) as Record<string, Vector>), "stream").slice();
};
