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
    for (const name of defines) definers.set(name, [...(definers.get(name) ?? []), cellId]);
  }
  return definers;
};

/** Which cells can be reached from each, by one or more steps of `needs`. */
const reachFrom = (start: string, needs: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> => {
  const reached = new Set<string>();
  const waiting = [...(needs.get(start) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(needs.get(next) ?? []));
  }
  return reached;
};

/** Draws the dependency graph from definitions and references alone; the order of the cells does not matter to it. */
export const drawGraph = (cells: readonly GraphCell[]): readonly GraphNode[] => {
  const definers = definersByName(cells);
  const order = new Map(cells.map(({ cellId }, index) => [cellId, index]));
  const inOrder = (ids: Iterable<string>) => [...new Set(ids)].sort((a, b) => order.get(a)! - order.get(b)!);
  const needs = new Map(
    cells.map(({ cellId, defines, references }) => {
      const foreign = references
        .filter((name) => !defines.includes(name))
        .flatMap((name) => definers.get(name) ?? []);
      return [cellId, inOrder(foreign.filter((id) => id !== cellId))];
    }),
  );
  const neededBy = new Map<string, string[]>(cells.map(({ cellId }) => [cellId, []]));
  for (const [cellId, ids] of needs) for (const id of ids) neededBy.get(id)!.push(cellId);
  const reach = new Map(cells.map(({ cellId }) => [cellId, reachFrom(cellId, needs)]));
  return cells.map(({ cellId }) => {
    const reached = reach.get(cellId)!;
    const isCyclic = reached.has(cellId);
    return {
      cellId,
      needs: needs.get(cellId)!,
      neededBy: inOrder(neededBy.get(cellId)!),
      cycle: isCyclic
        ? inOrder([...reached].filter((id) => id !== cellId && reach.get(id)!.has(cellId)))
        : [],
    };
  });
};
