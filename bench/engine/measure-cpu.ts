/** Milliseconds of the processor, not of the clock on the wall: other programs share the machine. */
export function timeOnProcessor(repeats: number, work: () => void): number[] {
  return Array.from({ length: repeats }, () => {
    const begun = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000;
  });
}

/** The same hash over 32-bit words as the baselines': h = 31·h + word. */
export function hashWords(cells: Float64Array): number {
  const words = new Int32Array(cells.buffer, cells.byteOffset, cells.length * 2);
  let hash = 0;
  for (let i = 0; i < words.length; i++) hash = (Math.imul(hash, 31) + words[i]!) | 0;
  return hash >>> 0;
}

/** Throws unless both found the same. */
export function expectSame(what: string, ours: number, theirs: number, tolerance = 0): void {
  const isSame = Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(theirs));
  if (!isSame) throw new Error(`${what}: ${ours} here, ${theirs} in C`);
}

/** Best against best: what is left when nobody disturbed. */
export const ratioOf = (ours: readonly number[], theirs: readonly number[]): number =>
  Math.min(...ours) / Math.min(...theirs);
