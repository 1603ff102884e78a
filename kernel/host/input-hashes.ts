import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { findComponents } from "../language/find-components.ts";
import type { ScheduledCell } from "./plan-run.ts";

export const hashText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** Hashes of texts, each worked out again only when the text under its key is another. */
export const createTextHashes = () => {
  const known = new Map<string, { readonly text: string; readonly hash: string }>();
  return {
    of: (key: string, text: string): string => {
      const before = known.get(key);
      if (before?.text === text) return before.hash;
      const hash = hashText(text);
      known.set(key, { text, hash });
      return hash;
    },
  };
};

export interface CellInputs {
  /** By cell: the hash of its code, of everything it needs, and of the world. Equal hashes mean equal results. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Every cell after what it needs; of a cycle in notebook order. */
  readonly order: readonly ScheduledCell[];
}

const hashAll = (cells: readonly ScheduledCell[], world: string): CellInputs => {
  const indexOf = new Map(cells.map(({ cellId }, index) => [cellId, index]));
  const needs = cells.map((cell) => cell.needs.flatMap((need) => indexOf.get(need) ?? []));
  const hashes = new Map<string, string>();
  const order: ScheduledCell[] = [];
  for (const members of findComponents(needs)) {
    // Cells that need each other have each other's code for an input, whichever way round they are read.
    const own = members.map((index) => cells[index]!.codeHash).sort();
    const isOutside = (need: string): boolean => !members.includes(indexOf.get(need) ?? -1);
    for (const index of members) {
      const cell = cells[index]!;
      const inputs = cell.needs.filter(isOutside).map((need) => `${need}=${hashes.get(need) ?? ""}`);
      const code = members.length === 1 ? [cell.codeHash] : [cell.codeHash, ...own];
      hashes.set(cell.cellId, hashText(["cell", world, ...code, ...inputs.sort()].join("\n")));
      order.push(cell);
    }
  }
  return { hashes, order };
};

const known = new WeakMap<readonly ScheduledCell[], Map<string, CellInputs>>();

/** The inputs of each cell in a world (snapshot and as-of instant). Worked out once for the same cells. */
export const inputsOf = (cells: readonly ScheduledCell[], world: string): CellInputs => {
  const worlds = known.get(cells) ?? new Map<string, CellInputs>();
  known.set(cells, worlds);
  const before = worlds.get(world);
  if (before) return before;
  const inputs = hashAll(cells, world);
  worlds.set(world, inputs);
  return inputs;
};
