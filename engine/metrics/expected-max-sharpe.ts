import { fail, type Result } from "../contract/result.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { finite } from "./observations.ts";

// biome-ignore-start lint/suspicious/noApproximativeNumericConstant: the host has no say in the engine's
// constants.
const EULER_MASCHERONI = 0.5772156649015329;
const E = 2.718281828459045;
// biome-ignore-end lint/suspicious/noApproximativeNumericConstant: end of the constants.

/**
 * E[max_N] = (1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e)): the expected best of N independent trials whose
 * Sharpe ratios have mean 0 and standard deviation 1. Fails with "bad-argument" for fewer than two trials.
 * @source Bailey & López de Prado (2014), "The deflated Sharpe ratio", eq. 1.
 *
 * @example expectedMaxSharpe(10) // 1.5746
 */
export function expectedMaxSharpe(trials: number): Result<number> {
  if (!(trials >= 2)) return fail("bad-argument", `trials must be at least 2, was ${trials}`);
  const γ = EULER_MASCHERONI;
  const best = (1 - γ) * normalQuantile(1 - 1 / trials) + γ * normalQuantile(1 - 1 / (trials * E));
  return finite("the expected best Sharpe ratio", best);
}
