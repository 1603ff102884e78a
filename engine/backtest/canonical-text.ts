/**
 * Plain data as a text that is the same for equal data, however it was written: keys in order, what is undefined left
 * out, lists of numbers by a fingerprint. Two that differ by mistake have different texts; who means to find two that
 * have the same, can.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  // Of numbers alone −0 is written as 0.
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (ArrayBuffer.isView(value)) return `<${fingerprint(value as unknown as ArrayLike<number>)}>`;
  if (value instanceof Map) return `map${canonicalText([...value])}`;
  if (value instanceof Set) return `set${canonicalText([...value])}`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`).join(",")}}`;
}

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);
/** The two words of a missing number: hosts write it in ways of their own. */
const MISSING = [0, 0x7ff80000] as const;

/** Two lanes of 32 bits over the bits of each number; all that are missing count alike. */
function fingerprint(values: ArrayLike<number>): string {
  const words =
    values instanceof Float64Array
      ? new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)
      : null;
  let a = 0x9e3779b9 ^ values.length;
  let b = 0x85ebca6b;
  for (let k = 0; k < values.length; k++) {
    let [low, high]: readonly [number, number] = MISSING;
    if (!Number.isNaN(values[k])) {
      if (words === null) scratch[0] = values[k]!;
      low = words === null ? scratchWords[0]! : words[2 * k]!;
      high = words === null ? scratchWords[1]! : words[2 * k + 1]!;
    }
    a = Math.imul(a ^ low, 0x01000193) + high;
    a ^= a >>> 15;
    b = Math.imul(b ^ high, 0xc2b2ae35) + low;
    b ^= b >>> 13;
  }
  return `${values.length}:${(a >>> 0).toString(16)}:${(b >>> 0).toString(16)}`;
}
