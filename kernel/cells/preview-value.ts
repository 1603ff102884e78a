import { descriptionOf } from "./described-value.ts";
import { isProxy } from "./known-proxies.ts";
import { classNameOf, lengthOf, namesOf, ownValue, sizeOf, textOf } from "./safe-look.ts";

const MAX_TEXT = 400;
/** Hexadecimal digits of a whole number that is written out: the decimal ones of a longer one take long to find. */
const MAX_HEX_DIGITS = 330;
export const GETTER = "(…)";

export const cut = (text: string, length = MAX_TEXT): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

const figure = (count: number): string => count.toLocaleString("en-US");
const textOfFunction = Function.prototype.toString;

const functionText = (value: object): string => {
  const name = ownValue(value, "name");
  const known = typeof name === "string" ? name : "";
  if (/^class\b/.test(textOfFunction.call(value).slice(0, 6))) return cut(`class ${known}`.trimEnd());
  return `${cut(known || "function")}()`;
};

const bigintText = (value: bigint): string => {
  const digits = value.toString(16).length;
  return digits > MAX_HEX_DIGITS
    ? `a whole number of about ${figure(Math.round(digits * Math.log10(16)))} digits`
    : cut(`${value}n`);
};

const textPreview = (value: string, depth: number): string => {
  const most = depth === 1 ? MAX_TEXT : 40;
  const text = JSON.stringify(cut(value, most));
  return depth === 1 && value.length > most ? `${text} (${figure(value.length)} characters)` : text;
};

/** The name of what a value is: of a class its name, of a list its length too. */
export const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  if (isProxy(value)) return "Proxy";
  if (typeof value !== "object") return typeof value;
  const described = descriptionOf(value);
  if (described) return described.type;
  const name = cut(classNameOf(value) || "Object", 80);
  const length = lengthOf(value) ?? sizeOf(value);
  return length === null ? name : `${name}(${length})`;
};

/** A property for a preview; a getter is named and not run, for it is code of the cell. */
const propertyPreview = (value: object, key: PropertyKey, depth: number): string => {
  const property = Object.getOwnPropertyDescriptor(value, key);
  if (!property) return "empty";
  return property.get || property.set ? GETTER : previewOf(property.value, depth);
};

const objectPreview = (value: object, depth: number): string => {
  const text = textOf(value);
  if (text !== null) return cut(text);
  if (depth > 2 || sizeOf(value) !== null) return typeOf(value);
  const length = lengthOf(value);
  const keys = length === null ? namesOf(value) : Array.from({ length: Math.min(6, length) }, (_, at) => at);
  const shown = keys.slice(0, 5).map((key) => {
    const part = propertyPreview(value, key, depth + 1);
    return length === null ? `${cut(String(key), 80)}: ${part}` : part;
  });
  const inside = shown.join(", ") + (keys.length > 5 ? ", …" : "");
  if (length !== null) return cut(`[${inside}]`);
  const name = classNameOf(value);
  return cut(`${name === "" || name === "Object" ? "" : `${cut(name, 80)} `}{${inside}}`);
};

/** One line that says what a value is. No code of a cell runs for it. */
export const previewOf = (value: unknown, depth = 1): string => {
  if (isProxy(value)) return "Proxy";
  switch (typeof value) {
    case "string":
      return textPreview(value, depth);
    case "bigint":
      return bigintText(value);
    case "function":
      return functionText(value);
    case "symbol":
      return cut(String(value));
    case "object": {
      if (value === null) return "null";
      const described = descriptionOf(value);
      return described ? cut(described.preview) : objectPreview(value, depth);
    }
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
};
