import { fail, type Result } from "../contract/result.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { conventionFault, finite } from "./observations.ts";
import { zeroVariance } from "./returns.ts";
import { sharpeVariance } from "./sharpe-variance.ts";

/**
 * MinTRL = 1 + [1 − g₃·SR + (g₄ − 1)/4·SR²]·(Φ⁻¹(p)/(SR − SR*))²: the number of returns after which the
 * Sharpe ratio is above `reference` with probability p. All Sharpe ratios are per period.
 * Fails with "bad-argument" unless SR is above the reference and 0 < p < 1, and with "zero-variance" when the
 * estimate's variance is not positive.
 * @source Bailey & López de Prado (2012), "The Sharpe ratio efficient frontier", eq. 13.
 *
 * @example minimumTrackRecord({ sharpe: 0.1, skewness: -0.5, rawKurtosis: 5 }, 0) // 287.788
 */
export function minimumTrackRecord(
  sample: { readonly sharpe: number; readonly skewness: number; readonly rawKurtosis: number },
  reference: number,
  probability = 0.95,
): Result<number> {
  const fault = conventionFault({ ...sample, reference, probability });
  if (fault) return fault;
  if (!(sample.sharpe > reference))
    return fail(
      "bad-argument",
      `the Sharpe ratio must be above the reference ${reference}, was ${sample.sharpe}`,
    );
  if (!(probability > 0 && probability < 1))
    return fail("bad-argument", `probability must be between 0 and 1, was ${probability}`);
  const variance = sharpeVariance(sample);
  if (!(variance > 0)) return zeroVariance("the minimum track record", "the variance is not positive");
  const z = normalQuantile(probability) / (sample.sharpe - reference);
  return finite("the minimum track record", 1 + variance * z * z);
}
