import { ok, type Result } from "../contract/result.ts";
import { drawdownSeries } from "./drawdown-series.ts";
import { growthOf, observations } from "./observations.ts";

/**
 * The deepest fall from the running peak, which includes the starting point; at most 0, −0.1 is 10 % below.
 * Missing returns are dropped.
 * Fails with "too-few-observations" when there is none and "ruin" after a return below −1.
 *
 * @example maxDrawdown(Float64Array.of(0.1, -0.5, 0.2)) // -0.5
 */
export function maxDrawdown(returns: Float64Array): Result<number> {
  const present = observations("max drawdown", 1, returns);
  if (!present.ok) return present;
  const growth = growthOf("max drawdown", present.value);
  if (!growth.ok) return growth;
  const levels = new Float64Array(present.value.length + 1).fill(1);
  for (let t = 0; t < present.value.length; t++) levels[t + 1] = levels[t]! * (1 + present.value[t]!);
  let deepest = 0;
  for (const depth of drawdownSeries(levels)) deepest = Math.min(deepest, depth);
  return ok(deepest);
}
