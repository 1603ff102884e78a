/** One measured figure, as the runner reads it from the last line of a measure's output. */
export interface Figure {
  readonly name: string;
  readonly milliseconds: readonly number[];
  /** What was measured over, e.g. "412 instruments, 2,610 sessions". */
  readonly over: string;
}

/** A figure against its baseline in the same run, so that how busy the machine was divides out. */
export interface Ratio {
  readonly name: string;
  readonly ratio: number;
  /** What it should be: "at least 60". */
  readonly wanted: string;
  readonly over: string;
}

/** Runs `work` some times and gives the wall time of each. */
export async function time(repeats: number, work: () => Promise<void>): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const started = performance.now();
    await work();
    milliseconds.push(performance.now() - started);
  }
  return milliseconds;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Hands the figures to the runner. */
export function reportFigures(figures: readonly (Figure | Ratio)[]): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
