import { fail, ok, type Result } from "../contract/result.ts";
import { lengthFault } from "./observations.ts";
import { tooFew } from "./returns.ts";

/**
 * A metric over a moving window. `at` and `value` have one entry per window in which the metric is defined.
 */
export interface RollingMetric {
  /** Index of the last period of the window, ascending: the time at which the value was known. */
  readonly at: Int32Array;
  /** In the unit of the metric. */
  readonly value: Float64Array;
  /** How many windows had no value. */
  readonly undefinedWindows: number;
}

/**
 * Any metric over each window of `window` periods. Windows in which it is undefined are left out and counted.
 * `series`: the series the metric takes, in its order and of equal length, missing values as it treats them.
 * Fails with "bad-argument" for a window that is not a whole number above 0 or series of unequal lengths,
 * "too-few-observations" when the series are shorter than the window, and as the metric does when no window
 * has a value.
 *
 * @example rollingMetric([returns, benchmark], 63, (r, b) => beta(r, b))
 */
export function rollingMetric<const S extends readonly Float64Array[]>(
  series: S,
  window: number,
  metric: (...windows: { [K in keyof S]: Float64Array }) => Result<number>,
): Result<RollingMetric> {
  if (!Number.isInteger(window) || window < 1)
    return fail("bad-argument", `window must be a whole number above 0, was ${window}`);
  const length = series[0]?.length ?? 0;
  for (const other of series) {
    const fault = lengthFault("a rolling metric", length, other.length);
    if (fault) return fault;
  }
  if (length < window) return tooFew("a rolling metric", window, length);
  const at: number[] = [];
  const value: number[] = [];
  let failure: Result<number> | undefined;
  for (let end = window; end <= length; end++) {
    const windows = series.map((each) => each.subarray(end - window, end));
    const result = metric(...(windows as { [K in keyof S]: Float64Array }));
    if (result.ok) {
      at.push(end - 1);
      value.push(result.value);
    } else failure ??= result;
  }
  if (failure && !failure.ok && at.length === 0) return failure;
  const undefinedWindows = length - window + 1 - at.length;
  return ok({ at: Int32Array.from(at), value: Float64Array.from(value), undefinedWindows });
}
