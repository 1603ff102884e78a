import { ok, type Result } from "../contract/result.ts";
import { dropMissing, tooFew } from "./returns.ts";

/** The lowest return of one period. Fails with "too-few-observations" when there is none. */
export function worstPeriod(returns: Float64Array): Result<number> {
  const present = dropMissing(returns);
  return present.length === 0 ? tooFew("worst day", 1, 0) : ok(present.reduce((a, b) => Math.min(a, b)));
}

/** The highest return of one period. Fails with "too-few-observations" when there is none. */
export function bestPeriod(returns: Float64Array): Result<number> {
  const present = dropMissing(returns);
  return present.length === 0 ? tooFew("best day", 1, 0) : ok(present.reduce((a, b) => Math.max(a, b)));
}
