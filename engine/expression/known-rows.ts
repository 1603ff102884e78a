import type { Panel } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";

/** How many entries of an ascending array are at or before `limit`. */
export function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The newest row of each market whose decision instant is at or before T; −1 where there is none yet. */
export function knownRows(panel: Panel, at: UtcMicros): Int32Array {
  return Int32Array.from(panel.markets, (market) => countUpTo(market.decisionAt, at) - 1);
}
