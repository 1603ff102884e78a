import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { ScheduledCell } from "./plan-run.ts";

export const hashText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/**
 * For each cell the hash of its code, of everything it needs, and of the world it reads (snapshot and as-of
 * instant). Equal hashes mean equal results. In a cycle a cell counts once, by its code.
 */
export const inputHashes = (cells: readonly ScheduledCell[], world: string): ReadonlyMap<string, string> => {
  const byId = new Map(cells.map((cell) => [cell.cellId, cell]));
  const hashes = new Map<string, string>();
  const hashOf = (cell: ScheduledCell, above: readonly string[]): string => {
    const known = hashes.get(cell.cellId);
    if (known !== undefined) return known;
    if (above.includes(cell.cellId)) return cell.codeHash;
    const path = [...above, cell.cellId];
    const inputs = cell.needs.map((need) => {
      const needed = byId.get(need);
      return `${need}=${needed ? hashOf(needed, path) : ""}`;
    });
    const hash = hashText(["cell", world, cell.codeHash, ...inputs.sort()].join("\n"));
    if (above.length === 0 || !cell.needs.some((need) => path.includes(need))) hashes.set(cell.cellId, hash);
    return hash;
  };
  for (const cell of cells) hashes.set(cell.cellId, hashOf(cell, []));
  return hashes;
};
