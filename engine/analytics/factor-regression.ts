import { fail, ok, type Result } from "../contract/result.ts";
import { normalCdf } from "../math/normal-cdf.ts";
import { conventionFault, lengthFault } from "../metrics/observations.ts";
import { average, coMoment, isRounding, sampleDeviation, tooFew, zeroVariance } from "../metrics/returns.ts";
import { apportion, isInRange } from "./apportion.ts";
import { backSubstitute, factorise } from "./householder.ts";
import { defaultLags, neweyWest } from "./newey-west.ts";

/** A factor and its returns (in excess of cash, or long less short), one per period. */
export interface FactorReturns {
  readonly name: string;
  readonly returns: Float64Array;
}

/** All arrays but `residuals` and `kept` have one entry per name; figures are per period, not annualised. */
export interface FactorRegression {
  /** "alpha", then the factors as given. */
  readonly names: readonly string[];
  /** Alpha per period, then the loadings. */
  readonly coefficients: Float64Array;
  /** Newey–West: right under autocorrelation and unequal variance. */
  readonly standardErrors: Float64Array;
  readonly tStatistics: Float64Array;
  /** Two-sided, by the normal law. */
  readonly pValues: Float64Array;
  /** Alpha, then loading × mean factor return: their sum is `meanReturn`, exactly. */
  readonly contributions: Float64Array;
  /** Mean return over `riskFree`. */
  readonly meanReturn: number;
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  /** √(Σe² / (n − k)), k with alpha. */
  readonly residualDeviation: number;
  /** One entry per kept period. */
  readonly residuals: Float64Array;
  /** Index of each period in which nothing was missing, ascending. */
  readonly kept: Int32Array;
  readonly lags: number;
}

/** How the regression is meant. */
export interface FactorConventions {
  /**
   * Lags of the Newey–West variances, ⌊4(n/100)^(2/9)⌋ unless said; 0 is White's. A lag is one kept period.
   */
  readonly lags?: number;
  /** Subtracted from the returns, not from the factors, per period; 0 unless said. */
  readonly riskFree?: number;
  /** Multiplies the variances by n/(n − k), as some packages do; false unless said. */
  readonly hasSmallSampleFactor?: boolean;
}

/**
 * Ordinary least squares of r − rf on an intercept and factors, by QR, with Newey–West standard errors, and
 * what each factor contributed to the mean return. `returns` and each factor: one simple return per period;
 * periods with any missing are dropped.
 * Fails with "too-few-observations" when there are not at least two periods more than factors,
 * "zero-variance" when returns do not vary, a factor follows from the others or nothing is left unexplained,
 * and "bad-argument" for unequal lengths, infinite values, repeated names or lags that are not whole numbers
 * from 0 to n − 1.
 * @source Newey & West (1987); Fama & French (1993) for the use on factor returns.
 *
 * @example factorRegression(fundReturns, [{ name: "market", returns: marketReturns }])
 */
export function factorRegression(
  returns: Float64Array,
  factors: readonly FactorReturns[],
  { lags: givenLags, riskFree = 0, hasSmallSampleFactor = false }: FactorConventions = {},
): Result<FactorRegression> {
  const names = ["alpha", ...factors.map((factor) => factor.name)];
  const fault = conventionFault({ riskFree }) ?? faultOf(returns, factors, names);
  if (fault) return fault;
  const kept = Int32Array.from(returns.keys()).filter(
    (t) => !Number.isNaN(returns[t]) && factors.every((factor) => !Number.isNaN(factor.returns[t])),
  );
  const n = kept.length;
  const k = names.length;
  if (n < k + 1) return tooFew("a factor regression", k + 1, n);
  const lags = givenLags ?? defaultLags(n);
  if (!Number.isInteger(lags) || lags < 0 || lags >= n)
    return fail("bad-argument", `lags must be a whole number from 0 to ${n - 1}, was ${lags}`, { lags });
  const y = Float64Array.from(kept, (t) => returns[t]! - riskFree);
  const columns = [
    new Float64Array(n).fill(1),
    ...factors.map((f) => Float64Array.from(kept, (t) => f.returns[t]!)),
  ];
  if (sampleDeviation(y) === 0) return zeroVariance("a factor regression", "returns do not vary");

  const qr = factorise(columns);
  if (qr.dependent >= 0)
    return zeroVariance("a factor regression", `${names[qr.dependent]} follows from the factors before it`);
  const coefficients = backSubstitute(
    qr.r,
    Float64Array.from(qr.q, (column) => dot(column, y)),
  );
  const residuals = y.map(
    (value, t) => value - columns.reduce((sum, x, j) => sum + coefficients[j]! * x[t]!, 0),
  );
  if (sampleDeviation(residuals, y, ...columns) === 0)
    return zeroVariance("a factor regression", "the factors explain the returns completely");
  const variances = neweyWest(qr, residuals, lags);
  const scale = hasSmallSampleFactor ? n / (n - k) : 1;
  const standardErrors = variances.map((variance) => Math.sqrt(scale * variance));
  // In the scale of returns: a loading counts as certain when its error moves them by no more than rounding.
  const certain = columns.findIndex((x, j) => isRounding(standardErrors[j]! * Math.sqrt(dot(x, x) / n), y));
  if (certain >= 0)
    return zeroVariance("a factor regression", `the standard error of ${names[certain]} is zero`);
  const parts = coefficients.map((b, j) => b * average(columns[j]!));
  if (!isInRange(...coefficients, ...standardErrors, ...parts))
    return fail("bad-argument", "a factor regression is beyond the range of a double for these inputs");
  const tStatistics = coefficients.map((b, j) => b / standardErrors[j]!);
  const explained = apportion(parts, average(y));
  const unexplained = dot(residuals, residuals);
  const rSquared = 1 - unexplained / coMoment(y, y);
  return ok({
    names,
    coefficients,
    standardErrors,
    tStatistics,
    pValues: tStatistics.map((t) => 2 * normalCdf(-Math.abs(t))),
    contributions: explained.parts,
    meanReturn: explained.total,
    rSquared,
    adjustedRSquared: 1 - (1 - rSquared) * ((n - 1) / (n - k)),
    residualDeviation: Math.sqrt(unexplained / (n - k)),
    residuals,
    kept,
    lags,
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
}

function faultOf(
  returns: Float64Array,
  factors: readonly FactorReturns[],
  names: readonly string[],
): Result<never> | undefined {
  if (new Set(names).size < names.length)
    return fail("bad-argument", `factor names must differ, and none may be "alpha": ${names.join(", ")}`);
  for (const { name, returns: values } of [{ name: "returns", returns }, ...factors]) {
    const unequal = lengthFault(`a regression on ${name}`, returns.length, values.length);
    if (unequal) return unequal;
    const at = values.findIndex((x) => Math.abs(x) === Number.POSITIVE_INFINITY);
    if (at >= 0) return fail("bad-argument", `${name} must be finite, entry ${at} was ${values[at]}`, { at });
  }
  return undefined;
}
