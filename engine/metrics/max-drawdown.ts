import { ok, type Result } from "../contract/result.ts";
import { drawdownSeries } from "./drawdown-series.ts";
import { dropMissing, tooFew } from "./returns.ts";

/**
 * The deepest fall from the running peak, which includes the starting point; at most 0, −0.1 is 10 % below.
 * Missing returns are dropped. Fails with "too-few-observations" when there is none.
 */
export function maxDrawdown(returns: Float64Array): Result<number> {
  const present = dropMissing(returns);
  if (present.length === 0) return tooFew("max drawdown", 1, 0);
  const levels = new Float64Array(present.length + 1);
  levels[0] = 1;
  for (let t = 0; t < present.length; t++) levels[t + 1] = levels[t]! * (1 + present[t]!);
  return ok(drawdownSeries(levels).reduce((worst, depth) => Math.min(worst, depth), 0));
}
