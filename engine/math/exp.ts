import { LN2, LN2_OVER_64_HIGH, LN2_OVER_64_LOW, SIXTY_FOUR_OVER_LN2 } from "./constants.ts";
import { addDouble, type DoubleDouble, divideDouble, multiplyDouble } from "./double-double.ts";
import { scaleByPowerOfTwo } from "./powers-of-two.ts";

const LARGEST = 709.782712893384;
const SMALLEST = -745.1332191019412;

const tableHigh = new Float64Array(64);
const tableLow = new Float64Array(64);
for (let j = 0; j < 64; j++) {
  const [high, low] = taylor(multiplyDouble(LN2, [j / 64, 0]));
  tableHigh[j] = high;
  tableLow[j] = low;
}

/** e^x for 0 ≤ x < ln 2 by its Taylor series in double-double; only to fill the table. */
function taylor(x: DoubleDouble): DoubleDouble {
  let sum: DoubleDouble = [1, 0];
  let term: DoubleDouble = [1, 0];
  for (let n = 1; n < 32; n++) {
    term = divideDouble(multiplyDouble(term, x), [n, 0]);
    sum = addDouble(sum, term);
  }
  return sum;
}

/**
 * e^x from exact IEEE operations only: the same bits on every machine.
 * Within 0.51 ULP of the true value. NaN gives NaN; overflow is Infinity, underflow 0.
 * @source Tang (1989), "Table-driven implementation of the exponential function"; 64 entries in two parts.
 */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** e^(high + low), where |low| is far below |high|. Same range and accuracy as `exp`. */
export function expOfSum(high: number, low: number): number {
  if (Number.isNaN(high)) return Number.NaN;
  if (high > LARGEST + 1e-12) return Number.POSITIVE_INFINITY;
  if (high < SMALLEST) return 0;
  const k = Math.round(high * SIXTY_FOUR_OVER_LN2);
  const reduced = high - k * LN2_OVER_64_HIGH;
  const correction = k * LN2_OVER_64_LOW;
  const r = reduced - correction;
  const rLow = reduced - r - correction + low;
  const square = r * r;
  const polynomial = square * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  // The low part may be large beside the polynomial, so its product with r counts.
  const p = r + (rLow + rLow * r + polynomial);
  const j = ((k % 64) + 64) % 64;
  const base = tableHigh[j]!;
  return scaleByPowerOfTwo(base + (tableLow[j]! + base * p), (k - j) / 64);
}
