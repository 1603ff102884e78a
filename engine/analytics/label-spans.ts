import { fail, type Result } from "../contract/result.ts";
import { tooFew } from "../metrics/returns.ts";

/** Over which time each observation's label is decided, in one unit: session numbers or instants. */
export interface LabelSpans {
  /** One entry per observation: when it is made, not descending. */
  readonly starts: Float64Array;
  /** One entry per observation: when its label is known, at or after its start. */
  readonly ends: Float64Array;
}

/** Row numbers of the observations to train on and to test on, both ascending and without one in common. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Borders of `parts` runs of n observations, as even as can be, longer ones first: parts + 1 entries, 0 to n.
 */
export function evenBorders(n: number, parts: number): Int32Array {
  const short = Math.floor(n / parts);
  const longer = n - short * parts;
  return Int32Array.from({ length: parts + 1 }, (_, k) => k * short + Math.min(k, longer));
}

/**
 * The observations outside the test runs that may be trained on: those whose closed span has nothing in
 * common with the time of any test run (first start to last end), nor starts within `embargo` after it.
 * `runs`: pairs of first row and row after the last.
 * @source López de Prado (2018), "Advances in financial machine learning", snippets 7.1 and 7.2.
 */
export function purge(
  { starts, ends }: LabelSpans,
  runs: readonly (readonly [number, number])[],
  embargo: number,
): Int32Array {
  const isOut = new Uint8Array(starts.length);
  for (const [from, to] of runs) {
    const begins = starts[from]!;
    let over = ends[from]!;
    for (let row = from; row < to; row++) over = Math.max(over, ends[row]!);
    for (let row = 0; row < starts.length; row++) {
      const isTest = row >= from && row < to;
      const overlaps = starts[row]! <= over && ends[row]! >= begins;
      const isEmbargoed = starts[row]! > over && starts[row]! <= over + embargo;
      if (isTest || overlaps || isEmbargoed) isOut[row] = 1;
    }
  }
  return Int32Array.from(starts.keys()).filter((row) => isOut[row] === 0);
}

/** The failure of spans that are no spans, of an embargo below 0, or of fewer observations than parts. */
export function spansFault(spans: LabelSpans, embargo: number, parts: number): Result<never> | undefined {
  const { starts, ends } = spans;
  if (starts.length !== ends.length)
    return fail("bad-argument", `spans need as many ends as starts, had ${ends.length} and ${starts.length}`);
  if (!(embargo >= 0 && embargo < Number.POSITIVE_INFINITY))
    return fail("bad-argument", `embargo must be a finite number from 0 up, was ${embargo}`);
  for (let row = 0; row < starts.length; row++) {
    if (!Number.isFinite(starts[row]) || !Number.isFinite(ends[row]))
      return fail("bad-argument", `span ${row} needs a finite start and end`, { row });
    if (ends[row]! < starts[row]!) return fail("bad-argument", `span ${row} ends before it starts`, { row });
    if (row > 0 && starts[row]! < starts[row - 1]!)
      return fail("bad-argument", `span ${row} starts before the one ahead of it`, { row });
  }
  return starts.length < parts ? tooFew("cross-validation", parts, starts.length) : undefined;
}
