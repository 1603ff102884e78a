import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Display } from "../../contract/display.ts";
import type { Notebook, NotebookCell } from "../../contract/document.ts";
import type { StoredResult } from "./results-file.ts";

// A cell is an immutable value: an edit makes another, so its hash can be kept with it.
const hashes = new WeakMap<NotebookCell, string>();

const hashOf = (cell: NotebookCell): string => {
  const known = hashes.get(cell);
  if (known) return known;
  const { id, kind, source, attributes } = cell;
  const hash = bytesToHex(sha256(utf8ToBytes(JSON.stringify([id, kind, source, attributes]))));
  hashes.set(cell, hash);
  return hash;
};

/** Every cell that `cellId` needs, near or far, itself left out; in no order that an edit would change. */
export const allNeeds = (cellId: string, needsOf: (cellId: string) => readonly string[]): string[] => {
  const found = new Set<string>();
  const open = [cellId];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const need of needsOf(next)) {
      if (need === cellId || found.has(need)) continue;
      found.add(need);
      open.push(need);
    }
  return [...found].sort();
};

/**
 * SHA-256, hex, of all that a cell's result was made from and that the file says: its code, the code of every cell it
 * needs, the snapshot and the as-of instant. Null when one of these cells is not there.
 */
export const resultKey = (
  notebook: Notebook,
  cellId: string,
  needs: readonly string[],
  cellById: ReadonlyMap<string, NotebookCell> = new Map(notebook.cells.map((cell) => [cell.id, cell])),
): string | null => {
  const parts: string[] = [];
  for (const id of [cellId, ...needs]) {
    const cell = cellById.get(id);
    if (!cell) return null;
    parts.push(hashOf(cell));
  }
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([notebook.snapshot, notebook.asOf, parts]))));
};

/** What is kept of a cell that is done; null when a cell that it needs is not there. */
export const storedResult = (
  notebook: Notebook,
  cellId: string,
  needsOf: (cellId: string) => readonly string[],
  outputs: readonly Display[],
  ranAt: number,
  cellById?: ReadonlyMap<string, NotebookCell>,
): StoredResult | null => {
  const needs = allNeeds(cellId, needsOf);
  const key = resultKey(notebook, cellId, needs, cellById);
  return key === null ? null : { cellId, key, needs, ranAt, outputs: [...outputs] };
};
