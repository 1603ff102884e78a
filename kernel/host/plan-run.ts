/** A cell as the scheduler sees it: what it needs, and why it may not run. */
export interface ScheduledCell {
  readonly cellId: string;
  readonly needs: readonly string[];
  /** SHA-256, hex, of the compiled code. */
  readonly codeHash: string;
  /** It does not parse, does not check, or has a fault of the graph. */
  readonly hasErrors: boolean;
  /** Its text says that it takes long, so that it waits for a click. */
  readonly isHeavy: boolean;
}

/**
 * The cells to run, each after what it needs, otherwise in notebook order: the wanted ones, and of what they need
 * those without a present result. Members of a cycle come in notebook order; they have errors and will not run.
 */
export const planRun = (
  cells: readonly ScheduledCell[],
  wanted: ReadonlySet<string>,
  isDone: (cellId: string) => boolean,
): string[] => {
  const byId = new Map(cells.map((cell) => [cell.cellId, cell]));
  const planned: string[] = [];
  const visited = new Set<string>();
  const visit = (cellId: string): void => {
    const cell = byId.get(cellId);
    if (!cell || visited.has(cellId)) return;
    visited.add(cellId);
    for (const need of cell.needs) visit(need);
    if (wanted.has(cellId) || !isDone(cellId)) planned.push(cellId);
  };
  for (const { cellId } of cells) if (wanted.has(cellId)) visit(cellId);
  return planned;
};
