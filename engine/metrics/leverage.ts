import { fail, ok, type Result } from "../contract/result.ts";

/**
 * Gross leverage Σ|position value| / NAV of each session. 1.5 is 150 % of NAV.
 * `values`: sessions × positions in row-major order, minor units of one currency, shorts negative, none
 * missing.
 * `nav`: one entry per session in the same unit. The result has one entry per session.
 * Fails with "bad-argument" when the shapes do not agree or a value is not finite and "ruin" when a NAV is
 * not above 0.
 *
 * @example grossLeverage(Float64Array.of(60, -30, 0, 0), Float64Array.of(100, 90)) // [0.9, 0]
 */
export function grossLeverage(values: Float64Array, nav: Float64Array): Result<Float64Array> {
  return leverage("gross leverage", values, nav, Math.abs);
}

/**
 * Net leverage Σ position value / NAV of each session: longs less shorts. 0 is market neutral in money.
 * Arguments, shapes and failures as for `grossLeverage`.
 *
 * @example netLeverage(Float64Array.of(60, -30, 0, 0), Float64Array.of(100, 90)) // [0.3, 0]
 */
export function netLeverage(values: Float64Array, nav: Float64Array): Result<Float64Array> {
  return leverage("net leverage", values, nav, (value) => value);
}

function leverage(
  statistic: string,
  values: Float64Array,
  nav: Float64Array,
  countedAs: (value: number) => number,
): Result<Float64Array> {
  const positions = nav.length === 0 ? 0 : values.length / nav.length;
  if (!Number.isInteger(positions) || (nav.length === 0 && values.length > 0))
    return fail("bad-argument", `${statistic} needs one row of values per session`, {
      values: values.length,
      sessions: nav.length,
    });
  const result = new Float64Array(nav.length);
  for (let t = 0; t < nav.length; t++) {
    if (!(nav[t]! > 0 && nav[t]! < Number.POSITIVE_INFINITY))
      return Number.isFinite(nav[t])
        ? fail("ruin", `${statistic} is undefined for a NAV of ${nav[t]}`, { session: t })
        : fail("bad-argument", `${statistic} needs a NAV in every session`, { session: t });
    let sum = 0;
    for (let k = 0; k < positions; k++) sum += countedAs(values[t * positions + k]!);
    if (!Number.isFinite(sum))
      return fail("bad-argument", `${statistic} needs a finite value of every position`, { session: t });
    result[t] = sum / nav[t]!;
  }
  return ok(result);
}
