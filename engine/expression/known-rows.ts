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

/** What each instrument shows at an instant. */
export interface NewestCells {
  /** The cell of the newest known row; −1 when there is none. */
  readonly cells: Int32Array;
  /** 1 where the instrument is a member of the universe on that row. */
  readonly isMember: Uint8Array;
}

/** The panel cell each instrument shows at an instant, and whether it is a member on it. */
export function newestMemberCells(panel: Panel, at: UtcMicros): NewestCells {
  const rows = knownRows(panel, at);
  const cells = Int32Array.from(panel.instruments, ({ market }, i) =>
    rows[market]! >= 0 ? panel.offsets[i]! + rows[market]! : -1,
  );
  return { cells, isMember: Uint8Array.from(cells, (cell) => (cell >= 0 ? panel.members[cell]! : 0)) };
}
