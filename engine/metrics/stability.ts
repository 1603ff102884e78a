import { ok, type Result } from "../contract/result.ts";
import { log1p } from "../math/hyperbolic.ts";
import { coMoment, dropMissing, sampleDeviation, tooFew, zeroVariance } from "./returns.ts";

/**
 * R² of a straight line through the cumulative log returns against time: 1 for perfectly even growth.
 * Missing returns are dropped. Fails with "too-few-observations" below two, "zero-variance" for a flat line.
 */
export function stability(returns: Float64Array): Result<number> {
  const present = dropMissing(returns);
  if (present.length < 2) return tooFew("stability", 2, present.length);
  let level = 0;
  const levels = present.map((r) => {
    level += log1p(r);
    return level;
  });
  const times = present.map((_, t) => t);
  if (sampleDeviation(levels) === 0) return zeroVariance("stability", "the cumulative return does not vary");
  const together = coMoment(levels, times);
  return ok((together * together) / (coMoment(levels, levels) * coMoment(times, times)));
}
