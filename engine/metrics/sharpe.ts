import type { Result } from "../contract/result.ts";
import { finite, observations, pairedObservations } from "./observations.ts";
import { average, sampleDeviation, zeroVariance } from "./returns.ts";

const NONE = new Float64Array(0);

/**
 * mean(r − rf)/s·√A, s the sample standard deviation of r − rf. `riskFree` is per period: one number, or one
 * per return. Times with either missing are dropped. No unit.
 * Fails with "too-few-observations" below two, "zero-variance" when the excess return never varies and
 * "bad-argument" for unequal lengths, infinite values or a `periodsPerYear` that is not above 0.
 * @source Sharpe (1994), "The Sharpe ratio".
 *
 * @example sharpe(Float64Array.of(0.01, -0.02, 0.03), 12, 0.001) // 0.780013
 */
export function sharpe(
  returns: Float64Array,
  periodsPerYear = 252,
  riskFree: number | Float64Array = 0,
): Result<number> {
  const excess = excessOf(returns, periodsPerYear, riskFree);
  if (!excess.ok) return excess;
  const deviation = sampleDeviation(excess.value, returns, typeof riskFree === "number" ? NONE : riskFree);
  if (deviation === 0) return zeroVariance("the Sharpe ratio", "returns do not vary");
  return finite("the Sharpe ratio", (average(excess.value) / deviation) * Math.sqrt(periodsPerYear));
}

function excessOf(
  returns: Float64Array,
  periodsPerYear: number,
  riskFree: number | Float64Array,
): Result<Float64Array> {
  const name = "the Sharpe ratio";
  if (typeof riskFree === "number") {
    const present = observations(name, 2, returns, { periodsPerYear, riskFree });
    return present.ok ? { ok: true, value: present.value.map((r) => r - riskFree) } : present;
  }
  const paired = pairedObservations(name, 2, returns, riskFree, { periodsPerYear });
  return paired.ok ? { ok: true, value: paired.value.a.map((r, t) => r - paired.value.b[t]!) } : paired;
}
