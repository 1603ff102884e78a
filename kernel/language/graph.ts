import { findComponents } from "./find-components.ts";

/** What the graph needs to know of one cell. */
export interface GraphCell {
  readonly cellId: string;
  readonly defines: readonly string[];
  readonly references: readonly string[];
}

export interface GraphNode {
  readonly cellId: string;
  /** Cells whose names this one reads, in notebook order, and cells that read this one's. */
  readonly needs: readonly string[];
  readonly neededBy: readonly string[];
  /** Other members of its cycle, in notebook order; empty when there is none. */
  readonly cycle: readonly string[];
}

/** Each name's defining cells, in notebook order. A well-formed name has one. */
export const definersByName = (cells: readonly GraphCell[]): ReadonlyMap<string, readonly string[]> => {
  const definers = new Map<string, string[]>();
  for (const { cellId, defines } of cells) {
    for (const name of defines) {
      const known = definers.get(name);
      if (known) known.push(cellId);
      else definers.set(name, [cellId]);
    }
  }
  return definers;
};

/**
 * Draws the dependency graph from definitions and references alone; the order of the cells does not matter to it.
 *
 * @param definers what `definersByName` says of the same cells
 */
export const drawGraph = (
  cells: readonly GraphCell[],
  definers: ReadonlyMap<string, readonly string[]>,
): readonly GraphNode[] => {
  const order = new Map(cells.map(({ cellId }, index) => [cellId, index]));
  const needs = cells.map(({ cellId, references }) => {
    const found = new Set<number>();
    for (const name of references) {
      const ids = definers.get(name);
      // Its own name is the cell's own, whoever else defines it.
      if (!ids || ids.includes(cellId)) continue;
      for (const id of ids) found.add(order.get(id)!);
    }
    return [...found].sort((a, b) => a - b);
  });
  const neededBy: string[][] = cells.map(() => []);
  needs.forEach((ids, self) => {
    for (const id of ids) neededBy[id]!.push(cells[self]!.cellId);
  });
  const cycles = new Map<number, readonly number[]>();
  for (const members of findComponents(needs)) {
    if (members.length > 1) for (const member of members) cycles.set(member, members);
  }
  const idOf = (index: number): string => cells[index]!.cellId;
  return cells.map(({ cellId }, self) => ({
    cellId,
    needs: needs[self]!.map(idOf),
    neededBy: neededBy[self]!,
    cycle: (cycles.get(self) ?? []).filter((member) => member !== self).map(idOf),
  }));
};
