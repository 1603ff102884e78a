import { TWO_OVER_SQRT_PI } from "./constants.ts";
import { productError } from "./double-double.ts";
import { expOfSum } from "./exp.ts";
import { scaledErfc } from "./scaled-erfc.ts";

/** (−1)ⁿ·2/√π / (n!·(2n + 1)), n = 1 … 15. */
const series: number[] = [];
for (let n = 1, factorial = 1; n <= 15; n++) {
  factorial *= -n;
  series.push(TWO_OVER_SQRT_PI[0] / (factorial * (2 * n + 1)));
}

/** The error function, from exact IEEE operations only; within 2 ULP. NaN gives NaN. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const size = x < 0 ? -x : x;
  if (size >= 0.5) return x < 0 ? erfc(size) - 1 : 1 - erfc(size);
  const square = x * x;
  let sum = 0;
  for (let n = series.length - 1; n >= 0; n--) sum = sum * square + series[n]!;
  return x * TWO_OVER_SQRT_PI[0] + x * (TWO_OVER_SQRT_PI[1] + square * sum);
}

/** 1 − erf(x) without cancellation, from exact IEEE operations only; within 3 ULP. NaN gives NaN. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 0.5) return x > -0.5 ? 1 - erf(x) : 2 - erfc(-x);
  if (x > 28) return 0;
  const square = x * x;
  return scaledErfc(x) * expOfSum(-square, -productError(x, x, square));
}
