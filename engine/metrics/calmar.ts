import type { Result } from "../contract/result.ts";
import { cagr } from "./cagr.ts";
import { maxDrawdown } from "./max-drawdown.ts";
import { finite } from "./observations.ts";
import { isRounding, zeroVariance } from "./returns.ts";

/**
 * CAGR / |max drawdown|. No unit. Fails as `cagr` does, and with "zero-variance" without any drawdown.
 * @source Young (1991), "Calmar ratio: a smoother tool"; here over the whole record.
 *
 * @example calmar(Float64Array.of(0.01, -0.02, 0.03), 12) // 4.01429
 */
export function calmar(returns: Float64Array, periodsPerYear = 252): Result<number> {
  const growth = cagr(returns, periodsPerYear);
  const worst = maxDrawdown(returns);
  if (!growth.ok) return growth;
  if (!worst.ok) return worst;
  if (isRounding(-worst.value)) return zeroVariance("the Calmar ratio", "there was no drawdown");
  return finite("the Calmar ratio", growth.value / -worst.value);
}
