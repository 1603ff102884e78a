import type { Result } from "../contract/result.ts";
import { finite } from "./observations.ts";
import { average, dropMissing } from "./returns.ts";
import { valueAtRisk } from "./value-at-risk.ts";

/**
 * The mean of the returns at or below the historical value at risk. Missing returns are dropped.
 * Fails as `valueAtRisk` does.
 *
 * @example conditionalValueAtRisk(Float64Array.of(0.01, -0.02, 0.03), 0.1) // -0.02
 */
export function conditionalValueAtRisk(returns: Float64Array, cutoff = 0.05): Result<number> {
  const limit = valueAtRisk(returns, cutoff);
  if (!limit.ok) return limit;
  const tail = dropMissing(returns).filter((r) => r <= limit.value);
  return finite("conditional value at risk", average(tail));
}
