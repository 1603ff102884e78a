import { isProxy } from "./known-proxies.ts";

/*
 * Looking at a value without running any code of its author: own properties by their descriptors, and what built-in
 * objects know about themselves by the built-in methods, taken before a cell could run. Nothing looks into a Proxy:
 * `instanceof`, a getter or a step to the prototype would run its traps.
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
const sourceOfRegExp = getterOf(RegExp.prototype, "source") as (this: never) => string;
// Each flag by its own getter: the one for all of them reads the others, which a cell may have put its own before.
const flagsOfRegExp = (
  [
    ["d", "hasIndices"],
    ["g", "global"],
    ["i", "ignoreCase"],
    ["m", "multiline"],
    ["s", "dotAll"],
    ["u", "unicode"],
    ["v", "unicodeSets"],
    ["y", "sticky"],
  ] as const
).flatMap(([flag, name]) =>
  name in RegExp.prototype ? [[flag, getterOf(RegExp.prototype, name)] as const] : [],
);

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
  isProxy(value) ? undefined : Object.getOwnPropertyDescriptor(value, key)?.value;

/** What an object inherits from next, as far as that can be told without a Proxy's noticing. */
const prototypeOf = (value: object): object | null => {
  const next = isProxy(value) ? null : (Object.getPrototypeOf(value) as object | null);
  return isProxy(next) ? null : next;
};

const inherits = (value: object, prototype: object): boolean => {
  for (let at = prototypeOf(value); at; at = prototypeOf(at)) if (at === prototype) return true;
  return false;
};

/** The name of the class that made an object; empty for one without a prototype. */
export const classNameOf = (value: object): string => {
  for (let at = prototypeOf(value); at; at = prototypeOf(at)) {
    const known = builtIns.get(at);
    if (known !== undefined) return known;
    const maker = ownValue(at, "constructor");
    const name = typeof maker === "function" ? ownValue(maker, "name") : undefined;
    if (typeof name === "string" && name !== "") return name;
  }
  return "";
};

/**
 * What a built-in method says of an object; null when it is not of the method's kind. Asked only of what inherits from
 * that kind: a refusal takes long, and this is asked of every part that is shown.
 */
const asked = <T>(prototype: object, method: (this: never) => T, value: object): T | null => {
  if (!inherits(value, prototype)) return null;
  try {
    return method.call(value as never);
  } catch {
    return null;
  }
};

/** How many elements a list has; null for what is none. */
export const lengthOf = (value: object): number | null => {
  if (isProxy(value)) return null;
  if (Array.isArray(value)) return Number(ownValue(value, "length"));
  return ArrayBuffer.isView(value)
    ? (asked(typedArrayPrototype, lengthOfTypedArray, value) as number | null)
    : null;
};

const isMap = (value: object): boolean => asked(Map.prototype, sizeOfMap, value) !== null;

/** How many entries a Map or a Set has; null for what is none. */
export const sizeOf = (value: object): number | null =>
  (asked(Map.prototype, sizeOfMap, value) ?? asked(Set.prototype, sizeOfSet, value)) as number | null;

/** Whether its entries are told apart by their place alone. */
export const isList = (value: object): boolean =>
  lengthOf(value) !== null || asked(Set.prototype, sizeOfSet, value) !== null;

/** Some entries of a Map or a Set, a Set's with null for the pair's key. */
export const entriesOf = (value: object, from: number, to: number): [{ key: unknown } | null, unknown][] => {
  const found: [{ key: unknown } | null, unknown][] = [];
  const isPaired = isMap(value);
  const all = (isPaired ? entriesOfMap : valuesOfSet).call(value as never) as Iterator<unknown>;
  let at = 0;
  for (let next = all.next(); !next.done && at < to; next = all.next(), at++) {
    if (at < from) continue;
    const [key, inner] = isPaired ? (next.value as [unknown, unknown]) : [null, next.value];
    found.push([isPaired ? { key } : null, inner]);
  }
  return found;
};

const isError = (value: object): boolean => inherits(value, Error.prototype);

/** The names of an object's own properties, as a loop over them would meet them; of an error also what caused it. */
export const namesOf = (value: object): PropertyKey[] => {
  const names: PropertyKey[] = Object.keys(value);
  for (const symbol of Object.getOwnPropertySymbols(value))
    if (Object.getOwnPropertyDescriptor(value, symbol)?.enumerable) names.push(symbol);
  if (isError(value))
    for (const hidden of ["cause", "errors"])
      if (ownValue(value, hidden) !== undefined && !names.includes(hidden)) names.push(hidden);
  return names;
};

/** The one line of what has a text of its own: dates, patterns and errors. Null for the rest. */
export const textOf = (value: object): string | null => {
  const time = asked(Date.prototype, timeOfDate, value);
  if (time !== null) return Number.isNaN(time) ? "Invalid Date" : isoOfDate.call(value as Date);
  const source = asked(RegExp.prototype, sourceOfRegExp, value);
  if (source !== null)
    return `/${source}/${flagsOfRegExp.map(([flag, isSet]) => (isSet.call(value) ? flag : "")).join("")}`;
  if (isError(value)) {
    const name = ownValue(value, "name");
    const message = ownValue(value, "message");
    return `${typeof name === "string" ? name : classNameOf(value)}: ${typeof message === "string" ? message : ""}`;
  }
  return null;
};
