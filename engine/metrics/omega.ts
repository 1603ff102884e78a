import type { Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { isRounding, zeroVariance } from "./returns.ts";

/**
 * Σ max(r − L, 0) / Σ max(L − r, 0) with the threshold L per period. Missing returns are dropped. No unit.
 * An annual requirement R is the threshold (1 + R)^(1/A) − 1.
 * Fails with "too-few-observations" below two and "zero-variance" when no return is below L.
 * @source Keating & Shadwick (2002), "A universal performance measure".
 *
 * @example omega(Float64Array.of(0.01, -0.02, 0.03)) // 2
 */
export function omega(returns: Float64Array, threshold = 0): Result<number> {
  const present = observations("omega", 2, returns, { threshold });
  if (!present.ok) return present;
  let above = 0;
  let below = 0;
  for (const r of present.value) {
    above += Math.max(r - threshold, 0);
    below += Math.max(threshold - r, 0);
  }
  return isRounding(below / present.value.length, present.value)
    ? zeroVariance("omega", "no return is below the threshold")
    : finite("omega", above / below);
}
