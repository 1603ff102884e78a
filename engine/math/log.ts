import { LN2_HIGH, LN2_LOW } from "./constants.ts";
import {
  addDouble,
  type DoubleDouble,
  divideDouble,
  multiplyDouble,
  productError,
  sumError,
} from "./double-double.ts";
import { exponentOf, scaleByPowerOfTwo } from "./powers-of-two.ts";

const SMALLEST_NORMAL = 2.2250738585072014e-308;
/** F = j / 128 covers the reduced argument, 0.703 to 1.41. */
const FIRST = 89;
const LAST = 182;
const tableHigh = new Float64Array(LAST - FIRST + 1);
const tableLow = new Float64Array(LAST - FIRST + 1);
for (let j = FIRST; j <= LAST; j++) {
  const [high, low] = inverseTangentSeries(j);
  tableHigh[j - FIRST] = high;
  tableLow[j - FIRST] = low;
}

/** ln(j / 128) = 2·artanh((j − 128) / (j + 128)) by its series in double-double; only to fill the table. */
function inverseTangentSeries(j: number): DoubleDouble {
  const s = divideDouble([j - 128, 0], [j + 128, 0]);
  const square = multiplyDouble(s, s);
  let power = s;
  let sum: DoubleDouble = [0, 0];
  for (let n = 1; n < 50; n += 2) {
    sum = addDouble(sum, divideDouble(power, [n, 0]));
    power = multiplyDouble(power, square);
  }
  return [2 * sum[0], 2 * sum[1]];
}

/** The low part of the last `logHigh`: a second result without an allocation. */
let lowPart = 0;
export const lastLogLow = () => lowPart;

/**
 * ln x from exact IEEE operations only: the same bits on every machine.
 * Within 0.51 ULP of the true value. x < 0 and NaN give NaN; 0 gives −Infinity.
 * @source Tang (1990), "Table-driven implementation of the logarithm function"; reduction in double-double.
 */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  return logHigh(x);
}

/** The high part of ln x in double-double, relative error about 2^−68; `lastLogLow` has the rest. 0 < x < ∞. */
export function logHigh(x: number): number {
  const isSubnormal = x < SMALLEST_NORMAL;
  const normal = isSubnormal ? x * 18_014_398_509_481_984 : x;
  let e = exponentOf(normal);
  let m = scaleByPowerOfTwo(normal, -e);
  if (m > 1.40625) {
    m /= 2;
    e++;
  }
  if (isSubnormal) e -= 54;
  const j = Math.round(m * 128);
  const F = j / 128;
  // u = (m − F) / F in two parts; m − F is exact.
  const f = m - F;
  const u = f / F;
  const back = u * F;
  const uLow = (f - back - productError(u, F, back)) / F;
  // ln(1 + u) = u − u²/2 + (u³/3 − …), the square kept in two parts.
  const square = u * u;
  const squareLow = productError(u, u, square) + 2 * u * uLow;
  const tail =
    square *
    u *
    (1 / 3 + u * (-1 / 4 + u * (1 / 5 + u * (-1 / 6 + u * (1 / 7 + u * (-1 / 8 + u * (1 / 9)))))));
  const a = e * LN2_HIGH;
  const b = tableHigh[j - FIRST]!;
  const s1 = a + b;
  const s2 = s1 + u;
  const s3 = s2 - square / 2;
  const low =
    e * LN2_LOW +
    tableLow[j - FIRST]! +
    (sumError(a, b, s1) + sumError(s1, u, s2) + sumError(s2, -square / 2, s3)) +
    (uLow - squareLow / 2 + tail);
  const high = s3 + low;
  lowPart = sumError(s3, low, high);
  return high;
}
