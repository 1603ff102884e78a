import type { Panel } from "../contract/panel.ts";

/** Found once per panel: a rule is tried again and again on one. */
const known = new WeakMap<Panel, Int32Array>();

/**
 * By instrument, the first row from which on it has an open and a close on each session and is a member of the
 * universe, to the end of its listing.
 */
export function completeFrom(panel: Panel): Int32Array {
  let rows = known.get(panel);
  if (!rows) {
    rows = Int32Array.from(panel.instruments.keys(), (i) => lastIncomplete(panel, i) + 1);
    known.set(panel, rows);
  }
  return rows;
}

function lastIncomplete({ instruments, offsets, columns, members }: Panel, i: number): number {
  const { open, close } = columns;
  const start = offsets[i]!;
  const { delistedRow } = instruments[i]!;
  let row = delistedRow < 0 ? offsets[i + 1]! - start - 1 : delistedRow - 1;
  while (row >= 0 && open![start + row]! > 0 && close![start + row]! > 0 && members[start + row] === 1) row--;
  return row;
}
