import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";

// The extension type of a typed array is its place in this list; Uint8Array is MessagePack's own "bin".
const arrayTypes = [
  Float64Array,
  Int32Array,
  Float32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  BigInt64Array,
  BigUint64Array,
] as const;

const withCanonicalNaN = (values: Float64Array): Float64Array => {
  const copy = values.slice();
  const words = new Uint32Array(copy.buffer);
  for (let index = 0; index < copy.length; index++) {
    if (!Number.isNaN(copy[index])) continue;
    words[2 * index] = 0;
    words[2 * index + 1] = 0x7ff80000;
  }
  return copy;
};

const extensionCodec = new ExtensionCodec();
arrayTypes.forEach((type, index) => {
  extensionCodec.register({
    type: index,
    encode: (value) => {
      if (!(value instanceof type)) return null;
      const array = value instanceof Float64Array ? withCanonicalNaN(value) : value;
      return new Uint8Array(array.buffer, array.byteOffset, array.byteLength).slice();
    },
    decode: (bytes) => new type(bytes.slice().buffer),
  });
});

/** Plain data as MessagePack. Typed arrays keep their type; integers travel as doubles, so −0 stays −0. */
export const packed = (value: unknown): Uint8Array<ArrayBuffer> =>
  new Encoder({ extensionCodec, ignoreUndefined: true, forceIntegerToFloat: true }).encode(value);

/** Reads what `packed` wrote; one reader keeps its buffers for many messages. Throws on bytes that are not that. */
export const unpacker = (): ((bytes: Uint8Array) => unknown) => {
  const decoder = new Decoder({ extensionCodec });
  return (bytes) => decoder.decode(bytes);
};
