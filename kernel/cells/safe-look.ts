/*
 * Looking at a value without running any code of its author: own properties by their descriptors, and what built-in
 * objects know about themselves by the built-in methods, taken before a cell could run. A Proxy alone can still notice.
 */

type Getter = (this: unknown) => unknown;
const getterOf = (prototype: object, key: PropertyKey): Getter =>
  Object.getOwnPropertyDescriptor(prototype, key)!.get as Getter;

const typedArrayPrototype = Object.getPrototypeOf(Float64Array.prototype) as object;
const lengthOfTypedArray = getterOf(typedArrayPrototype, "length");
const sizeOfMap = getterOf(Map.prototype, "size");
const sizeOfSet = getterOf(Set.prototype, "size");
const entriesOfMap = Map.prototype.entries;
const valuesOfSet = Set.prototype.values;
const timeOfDate = Date.prototype.getTime;
const isoOfDate = Date.prototype.toISOString;
const textOfRegExp = RegExp.prototype.toString;

const builtIns = new Map<object, string>(
  [
    ...[
      Object,
      Array,
      Map,
      Set,
      WeakMap,
      WeakSet,
      WeakRef,
      Date,
      RegExp,
      Promise,
      Function,
      Boolean,
      Number,
      String,
    ],
    ...[Error, TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError, AggregateError],
    ...[
      ArrayBuffer,
      SharedArrayBuffer,
      DataView,
      Float64Array,
      Float32Array,
      Int32Array,
      Int16Array,
      Int8Array,
    ],
    ...[Uint32Array, Uint16Array, Uint8Array, Uint8ClampedArray, BigInt64Array, BigUint64Array],
  ].map((each) => [each.prototype as object, each.name]),
);

/** A property's value, when it is a plain one of the object itself; a getter is not run. */
export const ownValue = (value: object, key: PropertyKey): unknown =>
  Object.getOwnPropertyDescriptor(value, key)?.value;

/** The name of the class that made an object; empty for one without a prototype. */
export const classNameOf = (value: object): string => {
  for (
    let at = Object.getPrototypeOf(value) as object | null;
    at;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const known = builtIns.get(at);
    if (known !== undefined) return known;
    const maker = ownValue(at, "constructor");
    const name = typeof maker === "function" ? ownValue(maker, "name") : undefined;
    if (typeof name === "string" && name !== "") return name;
  }
  return "";
};

/** How many elements a list has; null for what is none. */
export const lengthOf = (value: object): number | null => {
  if (Array.isArray(value)) return Number(ownValue(value, "length"));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return lengthOfTypedArray.call(value) as number;
  return null;
};

export const sizeOf = (value: object): number | null => {
  if (value instanceof Map) return sizeOfMap.call(value) as number;
  return value instanceof Set ? (sizeOfSet.call(value) as number) : null;
};

/** The first entries of a Map or a Set, a Set's with null for a key. */
export const firstEntries = (value: object, count: number): [unknown, unknown][] => {
  const found: [unknown, unknown][] = [];
  const all: Iterator<unknown> =
    value instanceof Map ? entriesOfMap.call(value) : valuesOfSet.call(value as Set<unknown>);
  for (let next = all.next(); !next.done && found.length < count; next = all.next())
    found.push(value instanceof Map ? (next.value as [unknown, unknown]) : [null, next.value]);
  return found;
};

/** The one line of what has a text of its own: dates, patterns, errors and the kinds of Temporal. Null for the rest. */
export const textOf = (value: object): string | null => {
  if (value instanceof Date)
    return Number.isNaN(timeOfDate.call(value)) ? "Invalid Date" : isoOfDate.call(value);
  if (value instanceof RegExp) return textOfRegExp.call(value);
  if (value instanceof Error) {
    const name = ownValue(value, "name");
    const message = ownValue(value, "message");
    return `${typeof name === "string" ? name : classNameOf(value)}: ${typeof message === "string" ? message : ""}`;
  }
  const tag = ownValue((Object.getPrototypeOf(value) as object | null) ?? {}, Symbol.toStringTag);
  return typeof tag === "string" && tag.startsWith("Temporal.") ? String(value) : null;
};
