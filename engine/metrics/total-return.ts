import { ok, type Result } from "../contract/result.ts";
import { dropMissing, tooFew } from "./returns.ts";

/**
 * Π(1 + r) − 1. `returns`: simple periodic returns, missing ones dropped. No unit; 0.1 is 10 %.
 * Fails with "too-few-observations" when there is none.
 */
export function totalReturn(returns: Float64Array): Result<number> {
  const present = dropMissing(returns);
  if (present.length === 0) return tooFew("total return", 1, 0);
  let growth = 1;
  for (const r of present) growth *= 1 + r;
  return ok(growth - 1);
}
