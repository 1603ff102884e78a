import { ok, type Result } from "../contract/result.ts";
import { observations } from "./observations.ts";

/**
 * The share of positive entries, 0 to 1. `returns`: returns of periods, or profits of trades; missing ones
 * are dropped. Fails with "too-few-observations" when there is none.
 *
 * @example hitRate(Float64Array.of(0.01, -0.02, 0.03)) // 0.666667
 */
export function hitRate(returns: Float64Array): Result<number> {
  const present = observations("hit rate", 1, returns);
  return present.ok ? ok(present.value.filter((r) => r > 0).length / present.value.length) : present;
}
