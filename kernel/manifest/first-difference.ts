import type { Display } from "../contract/display.ts";
import { membersOf } from "./canonical-bytes.ts";
import { canonicalOutput, placeOf } from "./output-manifest.ts";
import { TextColumn } from "./text-column.ts";

/** A value that is not what it was: its place, and what stood there, with its bytes. */
export interface ValueDifference {
  readonly path: string;
  readonly was: string;
  readonly is: string;
}

/** What stands for a value that is not there. */
const NOTHING = Symbol("nothing");
const SHOWN_CHARACTERS = 60;

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** IEEE bits, the most significant byte first, as they are written down. */
const bitsOf = (value: number): string => {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, Number.isNaN(value) ? Number.NaN : value);
  return hex(bytes.buffer);
};

/** A value as a person reads it; of a number its bits too, since two that print alike may not be the same. */
const textOf = (value: unknown): string => {
  if (value === NOTHING) return "nothing";
  if (typeof value === "number") return `${Object.is(value, -0) ? "-0" : value} (bytes ${bitsOf(value)})`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return String(value);
};

/** Long texts are shown from a little before the character in which they differ. */
const textDifference = (path: string, was: string, is: string): ValueDifference => {
  if (Math.max(was.length, is.length) <= SHOWN_CHARACTERS) return { path, was: textOf(was), is: textOf(is) };
  let at = 0;
  while (was[at] === is[at]) at++;
  const from = Math.max(0, at - 20);
  const part = (text: string) =>
    `${from > 0 ? "…" : ""}${JSON.stringify(text.slice(from, from + SHOWN_CHARACTERS))}`;
  return { path: `${path}, character ${at + 1}`, was: part(was), is: part(is) };
};

type Column = ArrayLike<number | bigint>;
const isColumn = (value: unknown): value is Column & ArrayBufferView => ArrayBuffer.isView(value);

const textsOf = (column: TextColumn): string[] =>
  Array.from({ length: column.length }, (_, at) => column.at(at));

/** The first place in which two columns differ, bit for bit, one NaN being as good as another; -1 when none. */
const firstIndex = (was: ArrayLike<unknown>, is: ArrayLike<unknown>): number => {
  const length = Math.max(was.length, is.length);
  for (let at = 0; at < length; at++) if (!Object.is(was[at], is[at])) return at;
  return -1;
};

type Values = ArrayLike<unknown> | TextColumn;
const valueAt = (values: Values | null | undefined, at: number): unknown => {
  if (!values || at >= values.length) return NOTHING;
  return values instanceof TextColumn ? values.at(at) : values[at];
};

interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly storedAs?: string;
  readonly presence?: Uint8Array | null;
  readonly values?: Values;
}
interface Table {
  readonly title: string;
  readonly rowCount: number;
  readonly columns: readonly TableColumn[];
}
const isTable = (value: object): value is Table =>
  "rowCount" in value && "columns" in value && "title" in value && !("arrow" in value);

/** What a row of a column holds: a value, or that it is missing. */
const cellAt = ({ storedAs, presence, values }: TableColumn, row: number): unknown => {
  if (presence && row < presence.length && presence[row] === 0) return null;
  const value = valueAt(values, row);
  return storedAs === "Bool" && value !== NOTHING ? value === 1 : value;
};

/** The first row in which a table differs, and in it the first column; of the same columns only. */
const tableDifference = (path: string, was: Table, is: Table): ValueDifference | null => {
  const kindOf = ({ name, type, storedAs }: TableColumn) => `${name} ${type} ${storedAs ?? ""}`;
  if (was.title !== is.title || firstIndex(was.columns.map(kindOf), is.columns.map(kindOf)) >= 0) return null;
  const [wasRows, isRows] = [was, is].map(({ columns, rowCount }) =>
    // Dates and lists may take several places in memory for one row: those are told by their column.
    columns.every(({ values }) => !values || values.length === rowCount) ? rowCount : -1,
  );
  if (wasRows! < 0 || isRows! < 0) return null;
  for (let row = 0; row < Math.max(wasRows!, isRows!); row++)
    for (const [at, column] of was.columns.entries()) {
      const [before, after] = [cellAt(column, row), cellAt(is.columns[at]!, row)];
      if (Object.is(before, after)) continue;
      return {
        path: `${path}, row ${row + 1}, column ${JSON.stringify(column.name)}`,
        was: textOf(before),
        is: textOf(after),
      };
    }
  return null;
};

const differenceIn = (path: string, was: unknown, is: unknown): ValueDifference | null => {
  if (Object.is(was, is)) return null;
  if (typeof was === "string" && typeof is === "string") return textDifference(path, was, is);
  if (isColumn(was) && isColumn(is)) {
    const at = firstIndex(was, is);
    if (at >= 0)
      return { path: `${path}[${at}]`, was: textOf(valueAt(was, at)), is: textOf(valueAt(is, at)) };
    return was.constructor === is.constructor
      ? null
      : { path, was: was.constructor.name, is: is.constructor.name };
  }
  if (was instanceof TextColumn && is instanceof TextColumn)
    return differenceIn(path, textsOf(was), textsOf(is));
  if (Array.isArray(was) && Array.isArray(is)) {
    for (let at = 0; at < Math.max(was.length, is.length); at++) {
      const place = `${path}[${placeOf(valueAt(is, at) === NOTHING ? was[at] : is[at], at)}]`;
      const found = differenceIn(place, valueAt(was, at), valueAt(is, at));
      if (found) return found;
    }
    return null;
  }
  const areObjects = [was, is].every(
    (each) => typeof each === "object" && each !== null && !Array.isArray(each) && !isColumn(each),
  );
  if (!areObjects) return { path, was: textOf(was), is: textOf(is) };
  const [before, after] = [was as object, is as object];
  const found = isTable(before) && isTable(after) ? tableDifference(path, before, after) : null;
  if (found) return found;
  const [old, now] = [new Map(membersOf(before)), new Map(membersOf(after))];
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const place = path === "" ? key : `${path}.${key}`;
    const inner = differenceIn(
      place,
      old.has(key) ? old.get(key) : NOTHING,
      now.has(key) ? now.get(key) : NOTHING,
    );
    if (inner) return inner;
  }
  return null;
};

/**
 * The first value in which two outputs differ: of a table its row and column, of a column its place, of a number both
 * values with all their bits. Null when their canonical bytes are the same.
 */
export const firstDifference = (was: Display, is: Display): ValueDifference | null =>
  differenceIn("", canonicalOutput(was), canonicalOutput(is));
