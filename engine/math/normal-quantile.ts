import { ONE_OVER_SQRT_TWO_PI } from "./constants.ts";
import { exp } from "./exp.ts";
import { log } from "./log.ts";
import { normalCdf } from "./normal-cdf.ts";

/**
 * Φ⁻¹(p), the standard normal quantile: algorithm AS 241 (PPND16), with one Newton step in the tails.
 * Within 5 ULP. p = 0 and 1 give −Infinity and Infinity; outside [0, 1] and NaN give NaN.
 * @source Wichura (1988), "Algorithm AS 241: The percentage points of the normal distribution".
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    const r = 0.180625 - q * q;
    return (q * horner(central.numerator, r)) / horner(central.denominator, r);
  }
  const tailProbability = q < 0 ? p : 1 - p;
  const r = Math.sqrt(-log(tailProbability));
  const { numerator, denominator } = r <= 5 ? near : far;
  const s = r <= 5 ? r - 1.6 : r - 5;
  let x = -horner(numerator, s) / horner(denominator, s);
  const density = ONE_OVER_SQRT_TWO_PI * exp((-x * x) / 2);
  if (density > 1e-300) x -= (normalCdf(x) - tailProbability) / density;
  return q < 0 ? x : -x;
}

function horner(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = sum * x + coefficients[k]!;
  return sum;
}

const central = {
  numerator: [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  denominator: [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
};
const near = {
  numerator: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  denominator: [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
};
const far = {
  numerator: [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  denominator: [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
};
