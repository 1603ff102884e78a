import type { Result } from "../contract/result.ts";
import { pairedObservations } from "./observations.ts";
import { sharpe } from "./sharpe.ts";

/**
 * mean(r − b)/s(r − b)·√A over the times when neither is missing. No unit. Fails as `sharpe` does.
 * @source Grinold & Kahn (1999), "Active portfolio management".
 *
 * @example informationRatio(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0), 12) // 0.5
 */
export function informationRatio(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear = 252,
): Result<number> {
  const paired = pairedObservations("the information ratio", 2, returns, benchmark);
  return paired.ok ? sharpe(paired.value.a, periodsPerYear, paired.value.b) : paired;
}
