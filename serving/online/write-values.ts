import type { ValueSet } from "../contract/value-set.ts";
import type { HeldSet } from "./online-store.ts";

/** A set as JSON: what is the same for each of its values, and each value by its place, once it was asked for. */
interface Written {
  readonly tail: string;
  readonly rows: (string | undefined)[];
}

/** Of how many sets the JSON is kept: about a megabyte for 3,000 values. */
const MOST_WRITTEN = 32;
const fresh = new Map<ValueSet, Written>();
const stale = new Map<ValueSet, Written>();

const writtenOf = (set: ValueSet, isStale: boolean): Written => {
  const kept = isStale ? stale : fresh;
  const known = kept.get(set);
  if (known) return known;
  const begun: Written = { tail: tailOf(set, isStale), rows: new Array(set.ids.length) };
  // The next tick makes another one.
  if (set.isForming) return begun;
  kept.set(set, begun);
  if (kept.size > MOST_WRITTEN) kept.delete(kept.keys().next().value!);
  return begun;
};

const tailOf = (set: ValueSet, isStale: boolean): string => {
  const instant = (milliseconds: number) => JSON.stringify(new Date(milliseconds).toISOString());
  return (
    `,"asOf":${instant(set.asOf)},"knownAt":${instant(set.knownAt)},"computedAt":${instant(set.computedAt)}` +
    `,"version":${set.version},"bundle":${JSON.stringify(set.bundle)},"snapshot":${JSON.stringify(set.snapshot)}` +
    `,"forming":${set.isForming === true},"stale":${isStale}}`
  );
};

/**
 * The answer with a set's values, all or those of `ids`, as JSON text. A number is written in the shortest way that reads
 * back as the same bits, −0 included, which `JSON.stringify` would lose; what is no number is null.
 */
export const writeValues = (
  { set, index }: HeldSet,
  ids: readonly string[] | null,
  isStale: boolean,
): string => {
  const { tail, rows } = writtenOf(set, isStale);
  const rowOf = (id: string, k: number): string => {
    const known = rows[k];
    if (known !== undefined) return known;
    const row = `{"id":${JSON.stringify(id)},"value":${writeNumber(set.values[k]!)}${tail}`;
    rows[k] = row;
    return row;
  };
  const missing: string[] = [];
  const found: string[] = [];
  for (const id of ids ?? set.ids) {
    const k = index.get(id);
    if (k === undefined) missing.push(id);
    else found.push(rowOf(id, k));
  }
  return `{"name":${JSON.stringify(set.name)},"version":${set.version},"values":[${found.join(",")}],"missing":${JSON.stringify(missing)}}`;
};

const writeNumber = (value: number): string =>
  Number.isFinite(value) ? (Object.is(value, -0) ? "-0" : String(value)) : "null";
