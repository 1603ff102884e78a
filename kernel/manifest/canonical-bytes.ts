import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { TextColumn } from "./text-column.ts";

/** What every value begins with, so that no two values of different kinds share their bytes. */
const KIND = {
  null: 0,
  false: 1,
  true: 2,
  number: 3,
  bigint: 4,
  text: 5,
  list: 6,
  object: 7,
  column: 8,
  texts: 9,
} as const;

interface HashSink {
  update(bytes: Uint8Array): unknown;
}

const eight = new DataView(new ArrayBuffer(8));
const numberBytes = (value: number): Uint8Array => {
  // Setting NaN may keep whichever of its many bit patterns it has.
  if (Number.isNaN(value)) eight.setBigUint64(0, 0x7ff8000000000000n, true);
  else eight.setFloat64(0, value, true);
  return new Uint8Array(eight.buffer);
};

const begin = (sink: HashSink, kind: keyof typeof KIND, length?: number): void => {
  sink.update(Uint8Array.of(KIND[kind]));
  if (length !== undefined) sink.update(numberBytes(length));
};

const writeText = (sink: HashSink, text: string): void => {
  const bytes = utf8ToBytes(text);
  begin(sink, "text", bytes.length);
  sink.update(bytes);
};

const oneNaN = (column: Float64Array | Float32Array): Uint8Array => {
  const copy = column.slice();
  const bytes = new DataView(copy.buffer);
  for (let index = 0; index < copy.length; index++) {
    if (!Number.isNaN(copy[index])) continue;
    if (copy instanceof Float64Array) bytes.setBigUint64(8 * index, 0x7ff8000000000000n, true);
    else bytes.setUint32(4 * index, 0x7fc00000, true);
  }
  return new Uint8Array(copy.buffer);
};

/** SHA-256, hex, of a typed array's bytes, little-endian as on every platform Asof runs on. */
export const columnHash = (column: ArrayBufferView): string => {
  const isFloating = column instanceof Float64Array || column instanceof Float32Array;
  return bytesToHex(
    sha256(isFloating ? oneNaN(column) : new Uint8Array(column.buffer, column.byteOffset, column.byteLength)),
  );
};

const isGiven = ([, value]: readonly [string, unknown]): boolean => value !== undefined;
const compareKeys = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** The members of an object in the order of their keys' code units; one that is undefined is not there. */
export const membersOf = (value: object): [string, unknown][] =>
  Object.entries(value).filter(isGiven).sort(compareKeys);

/**
 * Writes plain data as bytes that are the same on every machine: numbers as IEEE bits with one NaN, columns by element
 * type, length and hash of their bytes, columns of texts by the hashes of their lengths and of their bytes, objects by sorted keys, lengths before whatever has one.
 *
 * @param hashOf the hash of a column, for a caller that has it already
 */
const writeCanonical = (
  sink: HashSink,
  value: unknown,
  hashOf: (column: ArrayBufferView) => string = columnHash,
): void => {
  const write = (inner: unknown): void => {
    if (inner === null || inner === undefined) begin(sink, "null");
    else if (typeof inner === "boolean") begin(sink, inner ? "true" : "false");
    else if (typeof inner === "number") {
      begin(sink, "number");
      sink.update(numberBytes(inner));
    } else if (typeof inner === "bigint") {
      begin(sink, "bigint");
      writeText(sink, String(inner));
    } else if (typeof inner === "string") writeText(sink, inner);
    else if (ArrayBuffer.isView(inner)) {
      begin(sink, "column", inner.byteLength);
      writeText(sink, inner.constructor.name);
      writeText(sink, hashOf(inner));
    } else if (inner instanceof TextColumn) {
      begin(sink, "texts", inner.length);
      writeText(sink, hashOf(inner.lengths));
      writeText(sink, hashOf(inner.bytes));
    } else if (Array.isArray(inner)) {
      begin(sink, "list", inner.length);
      for (const item of inner) write(item);
    } else if (typeof inner === "object") {
      const members = membersOf(inner);
      begin(sink, "object", members.length);
      for (const [key, member] of members) {
        writeText(sink, key);
        write(member);
      }
    } else throw new TypeError(`a ${typeof inner} has no canonical bytes`);
  };
  write(value);
};

/** SHA-256, hex, of a value's canonical bytes. */
export const canonicalHash = (
  value: unknown,
  hashOf: (column: ArrayBufferView) => string = columnHash,
): string => {
  const sink = sha256.create();
  writeCanonical(sink, value, hashOf);
  return bytesToHex(sink.digest());
};
