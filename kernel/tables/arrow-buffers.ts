import type { ColumnType } from "./table-data.ts";

/** The parts of an Arrow column, as `makeData` takes them. */
interface ArrowBuffers {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array;
  readonly data: Uint8Array | Int32Array | Float64Array;
  readonly valueOffsets?: Int32Array;
}

const isMissing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

const textBuffers = (length: number, at: (index: number) => unknown) => {
  const encoder = new TextEncoder();
  const valueOffsets = new Int32Array(length + 1);
  let data = new Uint8Array(length * 8 + 64);
  let end = 0;
  for (let index = 0; index < length; index++) {
    const value = at(index);
    if (!isMissing(value)) {
      const text = String(value);
      // A character of UTF-16 takes at most three bytes of UTF-8.
      if (data.length - end < text.length * 3) {
        const grown = new Uint8Array(Math.max(data.length * 2, end + text.length * 3));
        grown.set(data.subarray(0, end));
        data = grown;
      }
      end += encoder.encodeInto(text, data.subarray(end)).written;
    }
    valueOffsets[index + 1] = end;
  }
  return { valueOffsets, data: data.slice(0, end) };
};

/**
 * A column's values as Arrow holds them: text as UTF-8, booleans as bits, dates as days in 32 bits, everything else as
 * doubles. Arrow's own builders make code from text, which the cell worker has given up by then.
 *
 * @param at the value in a place; null, undefined and NaN are missing ones. It is asked twice.
 */
export const arrowBuffers = (
  type: ColumnType,
  length: number,
  at: (index: number) => unknown,
): ArrowBuffers => {
  // Arrow pads its buffers to eight bytes.
  const bits = () => new Uint8Array(Math.ceil(length / 64) * 8);
  const nullBitmap = bits();
  let nullCount = 0;
  for (let index = 0; index < length; index++) {
    if (isMissing(at(index))) nullCount++;
    else nullBitmap[index >> 3]! |= 1 << (index & 7);
  }
  const common = { length, nullCount, nullBitmap };
  if (type === "text") return { ...common, ...textBuffers(length, at) };
  if (type === "boolean") {
    const data = bits();
    for (let index = 0; index < length; index++)
      if (at(index) === true) data[index >> 3]! |= 1 << (index & 7);
    return { ...common, data };
  }
  const data = type === "date" ? new Int32Array(length) : new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const value = at(index);
    data[index] = isMissing(value) ? 0 : Number(value);
  }
  return { ...common, data };
};
