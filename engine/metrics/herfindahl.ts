import type { Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { tooFew } from "./returns.ts";

/**
 * The Herfindahl–Hirschman index of concentration, Σ(|x| / Σ|x|)²: 1/n for n equal positions, 1 for a single
 * one. Its inverse is the effective number of positions. `weights`: weights or values of positions at one
 * time, shorts negative; missing ones are dropped. Fails with "too-few-observations" when nothing is held.
 * @source Herfindahl (1950), "Concentration in the steel industry"; Hirschman (1945).
 *
 * @example herfindahl(Float64Array.of(0.5, 0.25, -0.25)) // 0.375
 */
export function herfindahl(weights: Float64Array): Result<number> {
  const present = observations("the concentration", 1, weights);
  if (!present.ok) return present;
  // Smallest first, so that the order of the instruments has no say in the rounding.
  const sizes = present.value.map(Math.abs).sort();
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return tooFew("the concentration", 1, 0);
  let squares = 0;
  for (const size of sizes) squares += (size / total) * (size / total);
  return finite("the concentration", squares);
}
