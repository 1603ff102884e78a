import type { InspectedValue } from "../contract/display.ts";
import { descriptionOf } from "./described-value.ts";

const MAX_DEPTH = 3;
const MAX_CHILDREN = 50;
const MAX_TEXT = 400;

const cut = (text: string, length = MAX_TEXT): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  const described = descriptionOf(value);
  if (described) return described.type;
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)?.constructor
    ?.name;
  const own = typeof name === "string" && name !== "" ? name : tag;
  return "length" in value && typeof value.length === "number" ? `${own}(${value.length})` : own;
};

/** One line that says what a value is. */
export const previewOf = (value: unknown, depth = 1): string => {
  if (typeof value === "string")
    return depth === 1 ? JSON.stringify(cut(value)) : JSON.stringify(cut(value, 40));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `${value.name || "function"}()`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  const described = descriptionOf(value);
  if (described) return cut(described.preview);
  if (value instanceof Error) return cut(`${value.name}: ${value.message}`);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (depth > 2) return typeOf(value);
  const short = (entry: unknown) => previewOf(entry, depth + 1);
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const list = value as ArrayLike<unknown>;
    const shown = Array.from({ length: Math.min(5, list.length) }, (_, index) => short(list[index]));
    return cut(`[${shown.join(", ")}${list.length > 5 ? ", …" : ""}]`);
  }
  if (value instanceof Map || value instanceof Set) return `${typeOf(value)}(${value.size})`;
  const keys = Object.keys(value);
  const shown = keys.slice(0, 5).map((key) => `${key}: ${short((value as Record<string, unknown>)[key])}`);
  return cut(`{${shown.join(", ")}${keys.length > 5 ? ", …" : ""}}`);
};

const entriesOf = (value: object): [string, unknown][] => {
  if (value instanceof Map)
    return [...value].slice(0, MAX_CHILDREN).map(([key, each]) => [previewOf(key, 2), each]);
  if (value instanceof Set)
    return [...value].slice(0, MAX_CHILDREN).map((each, index) => [String(index), each]);
  const keys = ArrayBuffer.isView(value)
    ? Array.from(
        { length: Math.min(MAX_CHILDREN, (value as unknown as ArrayLike<unknown>).length ?? 0) },
        (_, i) => String(i),
      )
    : Object.keys(value).slice(0, MAX_CHILDREN);
  return keys.map((key) => [key, (value as Record<string, unknown>)[key]]);
};

const textOfThrown = (thrown: unknown): string => {
  try {
    return String(thrown);
  } catch {
    return "something that has no text";
  }
};

/** A value as a small tree, cut in depth and length. A getter that throws shows as what it threw. */
export const inspectValue = (value: unknown, label = "", depth = 0): InspectedValue => {
  try {
    const base = { label: cut(label, 80), type: typeOf(value), preview: previewOf(value) };
    if (typeof value !== "object" || value === null || depth >= MAX_DEPTH || value instanceof Date)
      return base;
    const children = entriesOf(value).map(([key, each]) => inspectValue(each, key, depth + 1));
    return children.length > 0 ? { ...base, children } : base;
  } catch (thrown) {
    return {
      label: cut(label, 80),
      type: "error",
      preview: cut(`could not be read: ${textOfThrown(thrown)}`),
    };
  }
};
