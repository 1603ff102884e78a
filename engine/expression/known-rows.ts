import type { Panel } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";

/** How many entries of an ascending array are at or before `limit`. */
export function countUpTo(ascending: Float64Array | Int32Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The newest row known at each of ascending instants, of rows known at `decisionAt`; −1 where there is none yet. */
export function rowsAt(decisionAt: Float64Array, instants: Float64Array): Int32Array {
  const rows = new Int32Array(instants.length);
  for (let k = 0, known = 0; k < instants.length; k++) {
    while (known < decisionAt.length && decisionAt[known]! <= instants[k]!) known++;
    rows[k] = known - 1;
  }
  return rows;
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
  const { instruments, offsets, members } = panel;
  const cells = new Int32Array(instruments.length);
  const isMember = new Uint8Array(instruments.length);
  for (let i = 0; i < cells.length; i++) {
    const row = rows[instruments[i]!.market]!;
    cells[i] = row >= 0 ? offsets[i]! + row : -1;
    isMember[i] = row >= 0 ? members[cells[i]!]! : 0;
  }
  return { cells, isMember };
}
