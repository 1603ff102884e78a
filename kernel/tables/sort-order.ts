import type { TableView } from "../contract/table-view.ts";
import { isMissing, type TableColumn } from "./table-data.ts";

export type SortDirection = NonNullable<TableView["sort"]>["direction"];

const collator = new Intl.Collator("en", { numeric: true });
/** More different texts than this are put in order by their characters: natural order would take minutes. */
const MAX_NATURAL = 200_000;

/** For each text its place among all, as a number. */
const rankTexts = (texts: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const sorted = [...texts];
  if (sorted.length <= MAX_NATURAL) sorted.sort(collator.compare);
  else sorted.sort();
  return new Map(sorted.map((text, rank) => [text, rank]));
};

/** A number's bits as two words that are ordered as the number is. */
const orderedBits = (keys: Float64Array<ArrayBuffer>, isDescending: boolean): Uint32Array => {
  const words = new Uint32Array(keys.buffer);
  for (let at = 0; at < words.length; at += 2) {
    const isNegative = (words[at + 1]! & 0x8000_0000) !== 0;
    const flipsAll = isNegative !== isDescending;
    if (flipsAll) words[at] = ~words[at]!;
    words[at + 1] =
      words[at + 1]! ^ (flipsAll ? (isNegative ? 0xffff_ffff : 0x7fff_ffff) : isNegative ? 0 : 0x8000_0000);
  }
  return words;
};

/** Orders rows by 64-bit keys: sixteen bits at a time, from the lowest, each pass keeping the order of equals. */
const radixSort = (rows: Int32Array<ArrayBuffer>, words: Uint32Array): Int32Array => {
  let from = Int32Array.from({ length: rows.length }, (_, at) => at);
  let to = new Int32Array(rows.length);
  for (let digit = 0; digit < 4; digit++) {
    const word = digit >> 1;
    const shift = (digit & 1) * 16;
    const starts = new Int32Array(65_537);
    for (let at = 0; at < from.length; at++) starts[((words[2 * at + word]! >>> shift) & 0xffff) + 1]!++;
    if (starts.includes(from.length)) continue;
    for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket]! += starts[bucket - 1]!;
    for (const at of from) to[starts[(words[2 * at + word]! >>> shift) & 0xffff]!++] = at;
    [from, to] = [to, from];
  }
  return from.map((at) => rows[at]!);
};

/**
 * Rows in the order of a column: stable, missing values last in both directions, text by natural order ("KR2" before
 * "KR10").
 *
 * @param rows row numbers to order, ascending
 */
export const sortOrder = (
  column: TableColumn,
  rows: Int32Array<ArrayBuffer>,
  direction: SortDirection,
): Int32Array => {
  const texts = new Set<string>();
  let missing = 0;
  for (const row of rows) {
    const value = column.at(row);
    if (isMissing(value)) missing++;
    else if (typeof value === "string") texts.add(value);
  }
  const ranks = rankTexts(texts);
  const present = new Int32Array(rows.length - missing);
  const last = new Int32Array(missing);
  const keys = new Float64Array(present.length);
  let [at, lastAt] = [0, 0];
  for (const row of rows) {
    const value = column.at(row);
    if (isMissing(value)) {
      last[lastAt++] = row;
      continue;
    }
    present[at] = row;
    // Of the two zeros only one: they are equal.
    keys[at++] = typeof value === "string" ? ranks.get(value)! : Number(value) + 0;
  }
  const order = new Int32Array(rows.length);
  order.set(radixSort(present, orderedBits(keys, direction === "descending")));
  order.set(last, present.length);
  return order;
};
