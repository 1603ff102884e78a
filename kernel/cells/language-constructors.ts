/** The language's constructors that a cell keeps. Each is allowed and each is frozen: one list, so that none is only one of the two. */
export const languageConstructors: readonly string[] = [
  "Object Function Array Number Boolean String Symbol BigInt Date Promise RegExp",
  "Map Set WeakMap WeakSet Iterator ArrayBuffer DataView TextEncoder TextDecoder",
  "Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array",
  "Float32Array Float64Array BigInt64Array BigUint64Array",
].flatMap((line) => line.split(" "));
