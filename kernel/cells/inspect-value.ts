import { ENTRIES_AT_ONCE, type InspectedPart, type InspectedValue } from "../contract/inspected-value.ts";
import { isProxy } from "./known-proxies.ts";
import { cut, GETTER, previewOf, typeOf } from "./preview-value.ts";
import { entriesOf, isList, lengthOf, namesOf, sizeOf } from "./safe-look.ts";

/** Something that can be opened: a value, or some entries of it, and what it was reached through. */
export interface Place {
  readonly value: object;
  /** Entries before this one stand elsewhere. */
  readonly from: number;
  /** The first entry that stands elsewhere again; null: all that there are. */
  readonly to: number | null;
  readonly above: Place | null;
}

/** Gives a place the number under which its parts can be asked for. */
export type Keep = (place: Place) => number;

interface Entry {
  readonly label: string;
  readonly value: unknown;
  readonly kind?: "entry" | "getter";
}

const isOpenable = (value: unknown): value is object => {
  if (isProxy(value) || value === null || (typeof value !== "object" && typeof value !== "function"))
    return false;
  return (lengthOf(value) ?? sizeOf(value) ?? namesOf(value).length) > 0;
};

const propertyEntry = (value: object, key: PropertyKey): Entry => {
  const property = Object.getOwnPropertyDescriptor(value, key);
  const label = String(key);
  if (!property) return { label, value: undefined };
  return property.get || property.set
    ? { label, value: undefined, kind: "getter" }
    : { label, value: property.value };
};

/** How many entries a value has, and those between two of them. */
const listOf = (
  value: object,
): { readonly count: number; readonly some: (from: number, to: number) => Entry[] } => {
  const size = sizeOf(value);
  if (size !== null)
    return {
      count: size,
      some: (from, to) =>
        entriesOf(value, from, to).map(([pair, inner], at) => {
          if (!pair) return { label: String(from + at), value: inner };
          const label = previewOf(pair.key, 2);
          return isOpenable(pair.key)
            ? { label, value: { key: pair.key, value: inner }, kind: "entry" }
            : { label, value: inner };
        }),
    };
  const length = lengthOf(value);
  if (length === null) {
    const names = namesOf(value);
    return {
      count: names.length,
      some: (from, to) => names.slice(from, to).map((key) => propertyEntry(value, key)),
    };
  }
  return {
    count: length,
    some: (from, to) => Array.from({ length: to - from }, (_, at) => propertyEntry(value, from + at)),
  };
};

/** Ranges that cover entries, at most a hundred and one of them, each of a hundred, or of ten thousand, and so on. */
const rangesOf = (from: number, to: number): [number, number][] => {
  let size = ENTRIES_AT_ONCE;
  while ((to - from) / size > ENTRIES_AT_ONCE) size *= ENTRIES_AT_ONCE;
  const found: [number, number][] = [];
  for (let at = from; at < to; at = found.at(-1)![1])
    found.push([at, Math.min(to, (Math.floor(at / size) + 1) * size)]);
  return found;
};

const isAbove = (value: object, place: Place): boolean => {
  for (let at: Place | null = place; at; at = at.above) if (at.value === value) return true;
  return false;
};

const textOfThrown = (thrown: unknown): string => {
  try {
    return String(thrown);
  } catch {
    return "something that has no text";
  }
};
const faultOf = (label: string, thrown: unknown): InspectedPart => ({
  label: cut(label, 80),
  type: "error",
  preview: cut(`could not be read: ${textOfThrown(thrown)}`),
  kind: "fault",
});

const lineOf = (label: string, value: unknown): InspectedPart => ({
  label: cut(label, 80),
  type: cut(typeOf(value), 160),
  preview: previewOf(value),
  ...(typeof value === "object" && value !== null && isList(value) && { kind: "list" }),
});

const partOf = ({ label, value, kind }: Entry, place: Place, keep: Keep): InspectedPart => {
  if (kind === "getter") return { label: cut(label, 80), type: "getter", preview: GETTER, kind };
  try {
    const line = lineOf(label, value);
    if (!isOpenable(value)) return line;
    if (isAbove(value, place)) return { ...line, preview: `↻ ${line.type}` };
    const node = keep({ value, from: 0, to: null, above: place });
    if (kind !== "entry") return { ...line, node };
    return { ...line, kind, type: "entry", preview: previewOf((value as { value: unknown }).value), node };
  } catch (thrown) {
    return faultOf(label, thrown);
  }
};

/** The next level of a place: its first hundred entries, and ranges that stand for the rest. */
export const partsOf = (place: Place, keep: Keep): InspectedPart[] => {
  try {
    const { value, from, to } = place;
    const { count, some } = listOf(value);
    const end = Math.min(to ?? count, count);
    const first = Math.min(from + ENTRIES_AT_ONCE, end);
    // It may have become shorter since.
    if (first <= from) return [];
    return [
      ...some(from, first).map((entry) => partOf(entry, place, keep)),
      ...rangesOf(first, end).map(([start, next]): InspectedPart => {
        const node = keep({ value, from: start, to: next, above: place.above });
        return { label: `[${start} … ${next - 1}]`, type: "range", preview: "", kind: "range", node };
      }),
    ];
  } catch (thrown) {
    return [faultOf("", thrown)];
  }
};

/** A value as one line. No getter runs, and nothing looks into a Proxy. */
export const inspectLine = (value: unknown, label = ""): InspectedPart => {
  try {
    return lineOf(label, value);
  } catch (thrown) {
    return faultOf(label, thrown);
  }
};

/** A value as one line and the lines of its parts; what lies deeper is asked for by the numbers that `keep` gave. */
export const inspectValue = (value: unknown, keep: Keep): InspectedValue => {
  const line = inspectLine(value);
  try {
    if (line.kind === "fault" || !isOpenable(value)) return line;
  } catch {
    return line;
  }
  return { ...line, children: partsOf({ value, from: 0, to: null, above: null }, keep) };
};
