import { fail, ok, type Result } from "../contract/result.ts";
import { lengthFault, observations } from "../metrics/observations.ts";
import { percentile } from "../metrics/percentile.ts";
import { sampleDeviation, tooFew } from "../metrics/returns.ts";
import { createRandom, type Random } from "../rng/random.ts";
import { blockLength } from "./block-length.ts";

/** How the bootstrap is meant. */
export interface BootstrapConventions {
  /** A whole number; the same seed gives the same interval on every machine. */
  readonly seed: number;
  /** How many resampled records, 1,000 unless said; at most 100,000. */
  readonly resamples?: number;
  /**
   * Mean block length in periods, at least 1; unless said the longest that `blockLength` finds for the
   * series.
   */
  readonly meanBlock?: number;
  /** Coverage of the interval, between 0 and 1; 0.95 unless said. */
  readonly confidence?: number;
  /**
   * Quantiles of the resampled values, or those mirrored at the estimate ("basic"); "percentile" unless said.
   */
  readonly interval?: "percentile" | "basic";
}

/** A metric and how sure one can be of it; all in the metric's unit but for the counts. */
export interface BootstrapInterval {
  /** The metric of the record itself. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Standard deviation of the resampled values. */
  readonly standardError: number;
  /** One entry per resample in which the metric is defined, in the order drawn. */
  readonly resampled: Float64Array;
  readonly undefinedResamples: number;
  readonly meanBlock: number;
}

/**
 * A confidence interval for any metric by the stationary bootstrap: each resampled record joins blocks that
 * start at random and have geometrically distributed lengths, wrapping round at the end, so that dependence
 * over time lives on.
 * `series`: the series that the metric takes, in its order and of equal length, resampled together; periods
 * with any missing are dropped first. `metric`: from as many series to a result, e.g. (r) => sharpe(r, 252).
 * Fails with "too-few-observations" below two periods, "bad-argument" for unequal lengths, infinite values or
 * an argument out of range, and as the metric does when the record itself or more than a tenth of the
 * resamples has none.
 * @source Politis & Romano (1994), "The stationary bootstrap", Journal of the American Statistical
 * Association.
 *
 * @example stationaryBootstrap([returns], (r) => sharpe(r, 252), { seed: 1 })
 */
export function stationaryBootstrap<const S extends readonly Float64Array[]>(
  series: S,
  metric: (...resampled: { [K in keyof S]: Float64Array }) => Result<number>,
  conventions: BootstrapConventions,
): Result<BootstrapInterval> {
  const { seed, resamples = 1_000, confidence = 0.95, interval = "percentile" } = conventions;
  if (!Number.isInteger(seed) || seed < -0x8000_0000 || seed > 0xffff_ffff)
    return fail("bad-argument", `seed must be a whole number of 32 bits, was ${seed}`);
  if (!Number.isInteger(resamples) || resamples < 2 || resamples > 100_000)
    return fail("bad-argument", `resamples must be a whole number from 2 to 100000, was ${resamples}`);
  if (!(confidence > 0 && confidence < 1))
    return fail("bad-argument", `confidence must be between 0 and 1, was ${confidence}`);
  const complete = completeRows(series);
  if (!complete.ok) return complete;
  const rows = complete.value;
  const block = conventions.meanBlock === undefined ? longestBlock(rows) : ok(conventions.meanBlock);
  if (!block.ok) return block;
  const meanBlock = block.value;
  if (!(meanBlock >= 1 && meanBlock < Number.POSITIVE_INFINITY))
    return fail("bad-argument", `meanBlock must be a finite number from 1 up, was ${meanBlock}`);
  const apply = (of: readonly Float64Array[]) => metric(...(of as { [K in keyof S]: Float64Array }));

  const estimate = apply(rows);
  if (!estimate.ok) return estimate;
  const random = createRandom(seed);
  const order = new Int32Array(rows[0]!.length);
  const values: number[] = [];
  let failure: Result<number> | undefined;
  for (let k = 0; k < resamples; k++) {
    drawOrder(order, 1 / meanBlock, random);
    const value = apply(rows.map((row) => row.map((_, t) => row[order[t]!]!)));
    if (value.ok) values.push(value.value);
    else failure ??= value;
  }
  const undefinedResamples = resamples - values.length;
  if (failure && !failure.ok && undefinedResamples > resamples / 10) return failure;
  const resampled = Float64Array.from(values);
  if (resampled.length < 2) return tooFew("the bootstrap", 2, resampled.length, "resamples with a value");
  const low = percentile(resampled, (1 - confidence) / 2);
  const high = percentile(resampled, (1 + confidence) / 2);
  const isBasic = interval === "basic";
  return ok({
    estimate: estimate.value,
    lower: isBasic ? 2 * estimate.value - high : low,
    upper: isBasic ? 2 * estimate.value - low : high,
    standardError: sampleDeviation(resampled),
    resampled,
    undefinedResamples,
    meanBlock,
  });
}

/** Row numbers of one resampled record: the next row, or with probability `leap` any row. */
function drawOrder(order: Int32Array, leap: number, random: Random): void {
  const n = order.length;
  let row = random.integer(n);
  for (let t = 0; t < n; t++) {
    order[t] = row;
    row = random.uniform() < leap ? random.integer(n) : (row + 1) % n;
  }
}

/** The series over the periods in which none is missing. */
function completeRows(series: readonly Float64Array[]): Result<Float64Array[]> {
  const length = series[0]?.length ?? 0;
  for (const each of series) {
    const unequal = lengthFault("the bootstrap", length, each.length);
    if (unequal) return unequal;
    const finite = observations("the bootstrap", 0, each);
    if (!finite.ok) return finite;
  }
  const isComplete = (_: number, t: number) => series.every((each) => !Number.isNaN(each[t]!));
  const rows = series.map((each) => each.filter(isComplete));
  const periods = rows[0]?.length ?? 0;
  return periods < 2 ? tooFew("the bootstrap", 2, periods) : ok(rows);
}

/** The longest block any of the series needs; one that does not vary needs none. */
function longestBlock(rows: readonly Float64Array[]): Result<number> {
  const lengths = rows.map(blockLength);
  const found = lengths.filter((each) => each.ok);
  if (found.length === 0) return lengths[0]!;
  return ok(found.reduce((longest, each) => Math.max(longest, each.value), 1));
}
