import { MICROS_PER_MINUTE } from "../../engine/contract/time.ts";

/** The rows that show the bar of a key: `rows[starts[key]]` up to `rows[starts[key + 1]]`. */
export interface RowsOfBars {
  /** The key's place in `starts`, or -1 when no row shows it. */
  placeOf(key: number): number;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/** A lookup instead of a search per bar. Keys are session dates, or beginnings of minutes. */
export const indexBarKeys = (keys: Float64Array, frequency: "session" | "minute"): RowsOfBars => {
  const unit = frequency === "minute" ? MICROS_PER_MINUTE : 1;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const key of keys) {
    if (key < first) first = key;
    if (key > last) last = key;
  }
  const places = last >= first ? Math.floor((last - first) / unit) + 1 : 0;
  const placeOf = (key: number): number => {
    const place = (key - first) / unit;
    return place >= 0 && place < places && Number.isInteger(place) ? place : -1;
  };
  const starts = new Int32Array(places + 1);
  // Not every key of a row has a place: a session that begins between two minutes of the others has no bars either.
  for (const key of keys) if (placeOf(key) >= 0) starts[placeOf(key) + 1]!++;
  for (let place = 0; place < places; place++) starts[place + 1]! += starts[place]!;
  const rows = new Int32Array(starts[places]!);
  const next = starts.slice();
  keys.forEach((key, row) => {
    const place = placeOf(key);
    if (place >= 0) rows[next[place]!++] = row;
  });
  return { placeOf, starts, rows };
};
