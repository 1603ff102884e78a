import { ok, type Result } from "../contract/result.ts";
import { dropMissing, tooFew } from "./returns.ts";

/** The share of periods with a positive return, 0 to 1. Fails with "too-few-observations" when there is none. */
export function hitRate(returns: Float64Array): Result<number> {
  const present = dropMissing(returns);
  return present.length === 0
    ? tooFew("hit rate", 1, 0)
    : ok(present.filter((r) => r > 0).length / present.length);
}
