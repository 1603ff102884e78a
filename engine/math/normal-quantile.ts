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
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  denominator: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const near = {
  numerator: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  denominator: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const far = {
  numerator: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  denominator: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};
