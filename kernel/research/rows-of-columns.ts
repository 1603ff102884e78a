/** Columns of one length as rows, which a loop or a table reads one after the other. */
export function* rowsOfColumns<Cell>(
  length: number,
  columns: Readonly<Record<string, ArrayLike<Cell>>>,
): Generator<Readonly<Record<string, Cell>>> {
  const entries = Object.entries(columns);
  for (let index = 0; index < length; index++)
    yield Object.fromEntries(entries.map(([name, values]) => [name, values[index]!]));
}
