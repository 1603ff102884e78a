import type { Result } from "../contract/result.ts";
import { cagr } from "./cagr.ts";
import { finite, pairedObservations } from "./observations.ts";
import { isRounding, tooFew, zeroVariance } from "./returns.ts";

/**
 * Up capture: CAGR of the returns over CAGR of the benchmark, both over the periods in which the benchmark
 * rose. 1.1 is 110 %. `returns` and `benchmark`: simple returns of the same periods; times with either
 * missing are dropped. Fails with "too-few-observations" when the benchmark never rose, "ruin" after a return
 * below −1 and "bad-argument" for unequal lengths.
 * @source Morningstar (2011), "Upside and downside capture ratios", compounded returns.
 *
 * @example upCapture(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0), 12) // 0.472801
 */
export function upCapture(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear = 252,
): Result<number> {
  return capture("up capture", returns, benchmark, periodsPerYear, (b) => b > 0);
}

/**
 * Down capture: CAGR of the returns over CAGR of the benchmark, both over the periods in which the benchmark
 * fell. 0.9 is 90 % of its falls; below 0 when there was a gain. Arguments and failures as for `upCapture`.
 * @source Morningstar (2011), "Upside and downside capture ratios", compounded returns.
 *
 * @example downCapture(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0), 12) // 1.89485
 */
export function downCapture(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear = 252,
): Result<number> {
  return capture("down capture", returns, benchmark, periodsPerYear, (b) => b < 0);
}

function capture(
  statistic: string,
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear: number,
  isTaken: (benchmarkReturn: number) => boolean,
): Result<number> {
  const paired = pairedObservations(statistic, 1, returns, benchmark, { periodsPerYear });
  if (!paired.ok) return paired;
  const { a, b } = paired.value;
  const ofBenchmark = b.filter(isTaken);
  if (ofBenchmark.length === 0) return tooFew(statistic, 1, 0);
  const above = cagr(
    a.filter((_, t) => isTaken(b[t]!)),
    periodsPerYear,
  );
  const below = cagr(ofBenchmark, periodsPerYear);
  if (!above.ok) return above;
  if (!below.ok) return below;
  if (isRounding(Math.abs(below.value))) return zeroVariance(statistic, "the benchmark hardly moved");
  return finite(statistic, above.value / below.value);
}
