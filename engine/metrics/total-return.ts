import { ok, type Result } from "../contract/result.ts";
import { growthOf, observations } from "./observations.ts";

/**
 * Π(1 + r) − 1. `returns`: simple periodic returns, missing ones dropped. No unit; 0.1 is 10 %.
 * Fails with "too-few-observations" when there is none and "ruin" after a return below −1.
 *
 * @example totalReturn(Float64Array.of(0.1, -0.5)) // -0.45
 */
export function totalReturn(returns: Float64Array): Result<number> {
  const present = observations("total return", 1, returns);
  if (!present.ok) return present;
  const growth = growthOf("total return", present.value);
  return growth.ok ? ok(growth.value - 1) : growth;
}
