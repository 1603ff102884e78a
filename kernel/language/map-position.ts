import type { Insertion } from "./compile-cell.ts";

/** The column in the cell's source of a 1-based position in its compiled code; lines are the same in both. */
export const mapColumn = (line: number, column: number, insertions: readonly Insertion[]): number => {
  let mapped = column;
  for (const insertion of insertions) {
    if (insertion.line !== line || insertion.column > mapped) continue;
    mapped = Math.max(insertion.column, mapped - insertion.length);
  }
  return mapped;
};
