import type { Display, TableDisplay } from "../contract/display.ts";
import type { InspectedPart } from "../contract/inspected-value.ts";
import type { OutputManifest, OutputPart } from "../contract/manifest.ts";
import { canonicalHash, columnHash, membersOf } from "./canonical-bytes.ts";
import { canonicalTable } from "./canonical-table.ts";
import { TextColumn } from "./text-column.ts";

const MAX_PARTS = 400;
const MAX_PATH = 200;
const MAX_VALUE = 200;
/** A longer list counts as a column: it is told by its hash, not value by value. */
const LONG_LIST = 64;

const isTable = (value: object): value is TableDisplay =>
  "arrow" in value && value.arrow instanceof Uint8Array && "columns" in value && "rowCount" in value;

const isLine = (value: unknown): boolean => typeof value === "object" && value !== null && "preview" in value;
const isInspected = (value: object): value is Extract<Display, { kind: "value" }> =>
  "kind" in value && value.kind === "value" && "value" in value && isLine(value.value);

/** What an inspector showed, without the names by which the kernel was asked for more. */
const canonicalValue = ({ kind, value, partsHash }: Extract<Display, { kind: "value" }>): unknown => {
  const line = ({ label, type, preview }: InspectedPart) => ({ label, type, preview });
  const { children } = value;
  const shown = children ? { ...line(value), children: children.map(line) } : line(value);
  return partsHash === undefined ? { kind, value: shown } : { kind, value: shown, partsHash };
};

/** An output as plain data: wherever it holds a table, its columns. */
export const canonicalOutput = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(canonicalOutput);
  if (isTable(value)) return canonicalTable(value);
  if (isInspected(value)) return canonicalValue(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, canonicalOutput(inner)]));
};

/** What an item of a list is called in a path: by its own name, if it has one. */
export const placeOf = (item: unknown, index: number): string => {
  const { key, name, label, year } = (item ?? {}) as Record<string, unknown>;
  const own = [key, name, label, year].find((each) => each !== undefined && each !== "");
  return own === undefined ? String(index) : String(own).slice(0, 60);
};

/** A single value as a person reads it, every digit kept. */
const textOf = (value: string | number | bigint | boolean | null): string =>
  (Object.is(value, -0) ? "-0" : String(value)).slice(0, MAX_VALUE);

/** A column by its length, its ends and its hash. */
const columnText = (column: ArrayLike<unknown> | TextColumn, hash: string): string => {
  const at = (index: number) => (column instanceof TextColumn ? column.at(index) : column[index]);
  const ends = column.length === 0 ? [] : [at(0), at(column.length - 1)];
  const shown = ends.map((value) => String(value).slice(0, 40)).join(" … ");
  return `${column.length} values${shown === "" ? "" : `, ${shown}`}, sha256 ${hash.slice(0, 16)}`;
};

/** The values and columns of an output by their places, in the order of its canonical bytes. */
const partsOf = (output: unknown, hashOf: (column: ArrayBufferView) => string): OutputPart[] => {
  const parts: OutputPart[] = [];
  const add = (path: string, value: string) => {
    if (parts.length < MAX_PARTS) parts.push({ path: path.slice(0, MAX_PATH), value });
  };
  const visit = (path: string, value: unknown): void => {
    if (parts.length === MAX_PARTS || value === undefined) return;
    if (ArrayBuffer.isView(value)) {
      add(path, columnText(value as unknown as ArrayLike<number | bigint>, hashOf(value)));
    } else if (value instanceof TextColumn) add(path, columnText(value, canonicalHash(value, hashOf)));
    else if (Array.isArray(value)) {
      if (value.length > LONG_LIST) add(path, columnText(value, canonicalHash(value, hashOf)));
      else for (const [index, item] of value.entries()) visit(`${path}[${placeOf(item, index)}]`, item);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, member] of membersOf(value)) visit(path === "" ? key : `${path}.${key}`, member);
    } else add(path, textOf(value as string | number | null));
  };
  visit("", output);
  return parts;
};

/** The hash of an output, and the list of its parts by which a difference is told. */
export const outputManifest = (display: Display): OutputManifest => {
  const output = canonicalOutput(display);
  const known = new Map<ArrayBufferView, string>();
  const hashOf = (column: ArrayBufferView): string => {
    const found = known.get(column) ?? columnHash(column);
    known.set(column, found);
    return found;
  };
  const parts = partsOf(output, hashOf);
  return { kind: display.kind, hash: canonicalHash(output, hashOf), parts };
};
