import { ArgumentError } from "../argument-error.ts";

/**
 * A deep copy of plain data: numbers, texts, booleans, null, undefined, lists, objects, typed arrays, maps and sets.
 * Throws an ArgumentError for anything else, such as a function or a class of the user's own.
 */
export function clonePlain(value: unknown, path = "state"): unknown {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "function" || typeof value === "symbol")
      throw new ArgumentError(`${path} must be plain data, was a ${typeof value}`);
    return value;
  }
  if (Array.isArray(value)) return value.map((item, k) => clonePlain(item, `${path}[${k}]`));
  if (ArrayBuffer.isView(value) && "slice" in value) return (value as Float64Array).slice();
  if (value instanceof Map)
    return new Map(
      Array.from(value, ([key, item]) => [clonePlain(key, path), clonePlain(item, `${path}[${key}]`)]),
    );
  if (value instanceof Set) return new Set(Array.from(value, (item) => clonePlain(item, path)));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new ArgumentError(`${path} must be plain data, was a ${value.constructor.name}`);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, clonePlain(item, `${path}.${key}`)]),
  );
}
