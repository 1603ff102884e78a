/** The scalar reference of the ranks within a row. */
export function rankRows(input: Float64Array, output: Float64Array, rows: number, instruments: number): void {
  for (let row = 0; row < rows; row++) {
    const cells = input.subarray(row * instruments, (row + 1) * instruments);
    const order = presentPositions(cells).sort((i, j) => compare(cells[i]!, cells[j]!));
    const n = order.length;
    const target = output.subarray(row * instruments, (row + 1) * instruments).fill(Number.NaN);
    for (let first = 0; first < n; ) {
      let next = first + 1;
      while (next < n && cells[order[next]!] === cells[order[first]!]) next++;
      const rank = n === 1 ? 0.5 : (first + next - 1) / 2 / (n - 1);
      for (; first < next; first++) target[order[first]!] = rank;
    }
  }
}

/** The scalar reference of the choice of the highest or lowest values. */
export function selectExtreme(
  input: Float64Array,
  wanted: number,
  which: "highest" | "lowest",
): Int32Array<ArrayBuffer> {
  const sign = which === "highest" ? -1 : 1;
  // Stable, so that of equal values the first come first.
  const order = presentPositions(input).sort((i, j) => sign * compare(input[i]!, input[j]!));
  return order.slice(0, Math.max(0, wanted)).sort();
}

/** Not a difference: ∞ − ∞ is NaN. */
const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

function presentPositions(cells: Float64Array): Int32Array<ArrayBuffer> {
  const positions: number[] = [];
  for (let i = 0; i < cells.length; i++) if (!Number.isNaN(cells[i])) positions.push(i);
  return Int32Array.from(positions);
}
