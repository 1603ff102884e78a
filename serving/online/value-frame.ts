import { type ValueSet, valueSetSchema } from "../contract/value-set.ts";

/** How long the head is stands before it. */
const LENGTH_BYTES = 4;

/**
 * A set as bytes: its head as JSON, and its values as the doubles themselves, little-endian as every processor here has
 * them. Decimal text would lose what is no number, and a copy through numbers the bits of one.
 */
export const writeFrame = ({ values, ...about }: ValueSet): Buffer => {
  const head = Buffer.from(JSON.stringify(about), "utf8");
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
};

/** The set of a frame, in memory of its own. Throws when the bytes are none. */
export const readFrame = (frame: Buffer): ValueSet => {
  const start = LENGTH_BYTES + frame.readUInt32LE(0);
  const bytes = Uint8Array.from(frame.subarray(start));
  const set = valueSetSchema.parse({
    ...JSON.parse(frame.toString("utf8", LENGTH_BYTES, start)),
    values: new Float64Array(bytes.buffer),
  });
  if (set.ids.length !== set.values.length)
    throw new Error(`${set.name}: ${set.ids.length} ids have ${set.values.length} values`);
  return set;
};
