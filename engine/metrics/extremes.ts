import { ok, type Result } from "../contract/result.ts";
import { observations } from "./observations.ts";

/**
 * The lowest return of one period. Fails with "too-few-observations" when there is none.
 *
 * @example worstPeriod(Float64Array.of(0.01, -0.02, 0.03)) // -0.02
 */
export function worstPeriod(returns: Float64Array): Result<number> {
  const present = observations("worst day", 1, returns);
  return present.ok ? ok(present.value.reduce((a, b) => Math.min(a, b))) : present;
}

/**
 * The highest return of one period. Fails with "too-few-observations" when there is none.
 *
 * @example bestPeriod(Float64Array.of(0.01, -0.02, 0.03)) // 0.03
 */
export function bestPeriod(returns: Float64Array): Result<number> {
  const present = observations("best day", 1, returns);
  return present.ok ? ok(present.value.reduce((a, b) => Math.max(a, b))) : present;
}
