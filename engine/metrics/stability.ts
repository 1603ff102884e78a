import { fail, type Result } from "../contract/result.ts";
import { log1p } from "../math/hyperbolic.ts";
import { finite, observations } from "./observations.ts";
import { coMoment, sampleDeviation, zeroVariance } from "./returns.ts";

/**
 * R² of a straight line through the cumulative log returns against time: 1 for perfectly even growth.
 * Missing returns are dropped. Fails with "too-few-observations" below two, "zero-variance" for a flat line
 * and "ruin" after a return of −1 or below.
 *
 * @example stability(Float64Array.of(0.01, -0.02, 0.03)) // 0.0958843
 */
export function stability(returns: Float64Array): Result<number> {
  const present = observations("stability", 2, returns);
  if (!present.ok) return present;
  if (present.value.some((r) => r <= -1))
    return fail("ruin", "stability is undefined after a loss of everything");
  let level = 0;
  const levels = present.value.map((r) => {
    level += log1p(r);
    return level;
  });
  const times = present.value.map((_, t) => t);
  if (sampleDeviation(levels) === 0) return zeroVariance("stability", "the cumulative return does not vary");
  const together = coMoment(levels, times);
  return finite("stability", (together * together) / (coMoment(levels, levels) * coMoment(times, times)));
}
