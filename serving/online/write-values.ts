import type { HeldSet } from "./online-store.ts";

/** What is the same for each value of a set, as JSON without its end; made once a set. */
const tails = new WeakMap<object, string>();

const tailOf = ({ set }: HeldSet): string => {
  const known = tails.get(set);
  if (known !== undefined) return known;
  const instant = (milliseconds: number) => JSON.stringify(new Date(milliseconds).toISOString());
  const tail =
    `,"asOf":${instant(set.asOf)},"knownAt":${instant(set.knownAt)},"computedAt":${instant(set.computedAt)}` +
    `,"version":${set.version},"bundle":${JSON.stringify(set.bundle)},"snapshot":${JSON.stringify(set.snapshot)}` +
    `,"forming":${set.isForming === true},"stale":`;
  tails.set(set, tail);
  return tail;
};

/**
 * The answer with a set's values, all or those of `ids`, as JSON text. A number is written in the shortest way that reads
 * back as the same bits, −0 included, which `JSON.stringify` would lose; what is no number is null.
 */
export const writeValues = (held: HeldSet, ids: readonly string[] | null, isStale: boolean): string => {
  const { set, index } = held;
  const tail = `${tailOf(held)}${isStale}}`;
  const missing: string[] = [];
  const rows: string[] = [];
  for (const id of ids ?? set.ids) {
    const k = index.get(id);
    if (k === undefined) missing.push(id);
    else rows.push(`{"id":${JSON.stringify(id)},"value":${writeNumber(set.values[k]!)}${tail}`);
  }
  return `{"name":${JSON.stringify(set.name)},"version":${set.version},"values":[${rows.join(",")}],"missing":${JSON.stringify(missing)}}`;
};

const writeNumber = (value: number): string =>
  Number.isFinite(value) ? (Object.is(value, -0) ? "-0" : String(value)) : "null";
