import { fail, ok, type Result } from "../contract/result.ts";
import { tooFew } from "../metrics/returns.ts";
import type { Split } from "./label-spans.ts";

/** Lengths in periods, all whole numbers. */
export interface WalkForwardWindows {
  /** The (first) training window. */
  readonly train: number;
  /** Left out between training and test, so that no label reaches into the test; 0 unless said. */
  readonly gap?: number;
  readonly test: number;
  /** From one test window's start to the next; the test's length unless said. */
  readonly step?: number;
  /** Whether training always starts with the first period and grows; false unless said. */
  readonly isAnchored?: boolean;
}

/**
 * Walk-forward splits of n periods: train on [a, a + train), leave out `gap`, test on the next `test`
 * periods, move on by `step`. Only whole test windows; a rest at the end is not tested. Rows ascend from the
 * oldest period, 0. Fails with "too-few-observations" when not even one split fits and "bad-argument" unless
 * train, test and step are at least 1 and gap at least 0.
 * @source Pardo (2008), "The evaluation and optimization of trading strategies", chapter 11.
 *
 * @example walkForward(2_520, { train: 756, gap: 21, test: 252, isAnchored: true })
 */
export function walkForward(
  periods: number,
  { train, gap = 0, test, step = test, isAnchored = false }: WalkForwardWindows,
): Result<Split[]> {
  for (const [name, value, least] of [
    ["periods", periods, 0],
    ["train", train, 1],
    ["gap", gap, 0],
    ["test", test, 1],
    ["step", step, 1],
  ] as const)
    if (!Number.isSafeInteger(value) || value < least)
      return fail("bad-argument", `${name} must be a whole number from ${least} up, was ${value}`);
  const splits: Split[] = [];
  for (let from = 0; from + train + gap + test <= periods; from += step) {
    const start = isAnchored ? 0 : from;
    const begins = from + train + gap;
    splits.push({
      train: Int32Array.from({ length: from + train - start }, (_, k) => start + k),
      test: Int32Array.from({ length: test }, (_, k) => begins + k),
    });
  }
  return splits.length === 0 ? tooFew("a walk forward", train + gap + test, periods) : ok(splits);
}
