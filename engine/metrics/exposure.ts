import { ok, type Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { average } from "./returns.ts";

/**
 * Exposure: the share of sessions in which anything was held, 0 to 1.
 * `grossLeverage`: one entry per session, as `grossLeverage` or the `grossExposure` of a run gives; missing
 * ones are dropped. Fails with "too-few-observations" when there is none.
 *
 * @example exposure(Float64Array.of(1, 0.5, 0)) // 0.666667
 */
export function exposure(grossLeverage: Float64Array): Result<number> {
  const present = observations("exposure", 1, grossLeverage);
  return present.ok ? ok(present.value.filter((x) => x > 0).length / present.value.length) : present;
}

/**
 * The mean gross leverage over all sessions; 0.8 is 80 % of NAV on average.
 * `grossLeverage`: one entry per session; missing ones are dropped.
 * Fails with "too-few-observations" when there is none.
 *
 * @example averageExposure(Float64Array.of(1, 0.5, 0)) // 0.5
 */
export function averageExposure(grossLeverage: Float64Array): Result<number> {
  const present = observations("average exposure", 1, grossLeverage);
  return present.ok ? finite("average exposure", average(present.value)) : present;
}
