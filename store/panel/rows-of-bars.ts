import { MICROS_PER_MINUTE } from "../../engine/contract/time.ts";

/**
 * The rows that show a bar: `head` of its place, then along `next` until -1. The place of a key is
 * `(key - first) / unit`, where that is a whole number below `head.length`.
 */
export interface RowsOfBars {
  readonly first: number;
  readonly unit: number;
  readonly head: Int32Array;
  readonly next: Int32Array;
}

/** A lookup instead of a search per bar. Keys are session dates, or beginnings of minutes; NaN shows none. */
export const indexBarKeys = (keys: Float64Array, frequency: "session" | "minute"): RowsOfBars => {
  const unit = frequency === "minute" ? MICROS_PER_MINUTE : 1;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const key of keys) {
    if (key < first) first = key;
    if (key > last) last = key;
  }
  const places = last >= first ? Math.floor((last - first) / unit) + 1 : 0;
  const head = new Int32Array(places).fill(-1);
  const next = new Int32Array(keys.length).fill(-1);
  for (let row = keys.length - 1; row >= 0; row--) {
    const place = (keys[row]! - first) / unit;
    // Not every key has a place: a session that begins between two minutes of the others has no bars either.
    if (!Number.isInteger(place)) continue;
    next[row] = head[place]!;
    head[place] = row;
  }
  return { first, unit, head, next };
};
