import { LN2 } from "./constants.ts";
import { sumError } from "./double-double.ts";
import { exp } from "./exp.ts";
import { log } from "./log.ts";

/** e^x − 1 without cancellation near 0; within 3 ULP. */
export function expm1(x: number): number {
  if (x > 0.5 || x < -0.5) return exp(x) - 1;
  if (x === 0 || Number.isNaN(x)) return x;
  let sum = 0;
  for (let n = 18; n >= 2; n--) sum = (x / n) * (1 + sum);
  return x + x * sum;
}

/** ln(1 + x) without cancellation near 0; within 2 ULP. */
export function log1p(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  if (!(x > -1) || x === Number.POSITIVE_INFINITY) return log(1 + x);
  const sum = 1 + x;
  if (sum === 1) return x;
  // ln(sum + lost) = ln(sum) + lost / sum to first order.
  return log(sum) + sumError(1, x, sum) / sum;
}

/** (e^x − e^−x) / 2; within 4 ULP. */
export function sinh(x: number): number {
  if (x < 0) return -sinh(-x);
  if (x > 709) return exp(x / 2) * (exp(x / 2) / 2);
  if (x > 20) return exp(x) / 2;
  const t = expm1(x);
  return x === 0 ? x : (t + t / (t + 1)) / 2;
}

/** (e^x + e^−x) / 2; within 4 ULP. */
export function cosh(x: number): number {
  const size = x < 0 ? -x : x;
  if (size > 709) return exp(size / 2) * (exp(size / 2) / 2);
  const t = exp(size);
  return (t + 1 / t) / 2;
}

/** sinh / cosh; within 5 ULP. */
export function tanh(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  if (x < 0) return -tanh(-x);
  if (x > 22) return 1;
  const t = expm1(2 * x);
  return t / (t + 2);
}

/** The inverse of sinh; within 5 ULP. */
export function asinh(x: number): number {
  if (x === 0 || x - x !== 0) return x;
  if (x < 0) return -asinh(-x);
  if (x > 1e9) return log(x) + LN2[0];
  const square = x * x;
  return log1p(x + square / (1 + Math.sqrt(1 + square)));
}

/** The inverse of cosh on x ≥ 1; within 5 ULP. */
export function acosh(x: number): number {
  if (x > 1e9) return log(x) + LN2[0];
  const t = x - 1;
  return t < 0 ? Number.NaN : log1p(t + Math.sqrt(2 * t + t * t));
}

/** The inverse of tanh on −1 … 1; within 5 ULP. */
export function atanh(x: number): number {
  return x === 0 ? x : x < 0 ? -atanh(-x) : log1p((2 * x) / (1 - x)) / 2;
}
