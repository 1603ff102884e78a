import type { InspectedValue } from "../contract/display.ts";
import { descriptionOf } from "./described-value.ts";
import { classNameOf, firstEntries, lengthOf, ownValue, sizeOf, textOf } from "./safe-look.ts";

const MAX_DEPTH = 4;
const MAX_CHILDREN = 50;
/** Parts that one tree shows in all. */
const MAX_PARTS = 1_500;
const MAX_TEXT = 400;
const GETTER = "(…)";

const cut = (text: string, length = MAX_TEXT): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  const described = descriptionOf(value);
  if (described) return described.type;
  const name = classNameOf(value) || "Object";
  const length = lengthOf(value) ?? sizeOf(value);
  return length === null ? name : `${name}(${length})`;
};

/** The names of an object's own properties, those of a list up to its first ones. */
const keysOf = (value: object, count: number): string[] => {
  const length = lengthOf(value);
  if (length === null) return Object.keys(value).slice(0, count);
  return Array.from({ length: Math.min(count, length) }, (_, index) => String(index));
};

/** A property for a preview; a getter is named and not run, for it is code of the cell. */
const previewOfProperty = (value: object, key: string, depth: number): string => {
  const property = Object.getOwnPropertyDescriptor(value, key);
  return property?.get || property?.set ? GETTER : previewOf(property?.value, depth);
};

/** One line that says what a value is. */
export const previewOf = (value: unknown, depth = 1): string => {
  if (typeof value === "string") {
    const most = depth === 1 ? MAX_TEXT : 40;
    const text = JSON.stringify(cut(value, most));
    return depth === 1 && value.length > most
      ? `${text} (${value.length.toLocaleString("en-US")} characters)`
      : text;
  }
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") {
    const name = ownValue(value, "name");
    return `${typeof name === "string" && name !== "" ? name : "function"}()`;
  }
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  const described = descriptionOf(value);
  if (described) return cut(described.preview);
  const text = textOf(value);
  if (text !== null) return cut(text);
  if (depth > 2 || sizeOf(value) !== null) return typeOf(value);
  const length = lengthOf(value);
  const keys = keysOf(value, 6);
  const more = (length ?? keys.length) > 5 ? ", …" : "";
  const shown = keys.slice(0, 5).map((key) => {
    const part = previewOfProperty(value, key, depth + 1);
    return length === null ? `${key}: ${part}` : part;
  });
  if (length !== null) return cut(`[${shown.join(", ")}${more}]`);
  const name = classNameOf(value);
  return cut(`${name === "" || name === "Object" ? "" : `${name} `}{${shown.join(", ")}${more}}`);
};

const textOfThrown = (thrown: unknown): string => {
  try {
    return String(thrown);
  } catch {
    return "something that has no text";
  }
};

/** A value as a small tree, cut in depth, length and number of parts. No getter runs, and a circle ends where it closes. */
export const inspectValue = (value: unknown, label = "", depth = 0): InspectedValue => {
  let parts = 0;
  const look = (each: unknown, name: string, at: number, above: readonly unknown[]): InspectedValue => {
    parts++;
    try {
      const base = { label: cut(name, 80), type: typeOf(each), preview: previewOf(each) };
      if (typeof each !== "object" || each === null) return base;
      if (above.includes(each)) return { ...base, preview: `↻ ${base.type}` };
      if (at >= MAX_DEPTH || parts > MAX_PARTS) return base;
      const children = childrenOf(each, at, [...above, each]);
      return children.length > 0 ? { ...base, children } : base;
    } catch (thrown) {
      const preview = cut(`could not be read: ${textOfThrown(thrown)}`);
      return { label: cut(name, 80), type: "error", preview };
    }
  };
  const childrenOf = (each: object, at: number, above: readonly unknown[]): InspectedValue[] => {
    const size = sizeOf(each);
    const children =
      size === null
        ? keysOf(each, MAX_CHILDREN).map((key) => {
            const property = Object.getOwnPropertyDescriptor(each, key);
            return property?.get || property?.set
              ? { label: cut(key, 80), type: "getter", preview: GETTER }
              : look(property?.value, key, at + 1, above);
          })
        : firstEntries(each, MAX_CHILDREN).map(([key, inner], index) =>
            look(inner, each instanceof Map ? previewOf(key, 2) : String(index), at + 1, above),
          );
    const all = size ?? lengthOf(each) ?? Object.keys(each).length;
    return all > children.length
      ? [...children, { label: "", type: "more", preview: `… ${all - children.length}` }]
      : children;
  };
  return look(value, label, depth, []);
};
