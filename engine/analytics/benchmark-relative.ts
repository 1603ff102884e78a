import type { Result } from "../contract/result.ts";
import { activeReturn } from "../metrics/active-return.ts";
import { alpha } from "../metrics/alpha.ts";
import { battingAverage } from "../metrics/batting-average.ts";
import { beta } from "../metrics/beta.ts";
import { downCapture, upCapture } from "../metrics/capture.ts";
import { correlation } from "../metrics/correlation.ts";
import { informationRatio } from "../metrics/information-ratio.ts";
import { trackingError } from "../metrics/tracking-error.ts";

/** How a record compares with its benchmark; each figure is a value or the reason why there is none. */
export interface BenchmarkRelative {
  /** Growth a year less the benchmark's; 0.02 is 2 points. */
  readonly activeReturn: Result<number>;
  readonly alpha: Result<number>;
  readonly beta: Result<number>;
  readonly correlation: Result<number>;
  readonly trackingError: Result<number>;
  readonly informationRatio: Result<number>;
  readonly upCapture: Result<number>;
  readonly downCapture: Result<number>;
  readonly battingAverage: Result<number>;
}

/**
 * All benchmark-relative figures of a record, each as its own function gives it, over the times when neither
 * series is missing. `returns` and `benchmark`: simple returns of the same periods. `periodsPerYear` (252)
 * annualises,
 * `riskFree` (0, per period) counts in alpha.
 *
 * @example benchmarkRelative(returns, benchmark, { periodsPerYear: 12 }).beta
 */
export function benchmarkRelative(
  returns: Float64Array,
  benchmark: Float64Array,
  {
    periodsPerYear = 252,
    riskFree = 0,
  }: { readonly periodsPerYear?: number; readonly riskFree?: number } = {},
): BenchmarkRelative {
  return {
    activeReturn: activeReturn(returns, benchmark, periodsPerYear),
    alpha: alpha(returns, benchmark, periodsPerYear, riskFree),
    beta: beta(returns, benchmark),
    correlation: correlation(returns, benchmark),
    trackingError: trackingError(returns, benchmark, periodsPerYear),
    informationRatio: informationRatio(returns, benchmark, periodsPerYear),
    upCapture: upCapture(returns, benchmark, periodsPerYear),
    downCapture: downCapture(returns, benchmark, periodsPerYear),
    battingAverage: battingAverage(returns, benchmark),
  };
}
