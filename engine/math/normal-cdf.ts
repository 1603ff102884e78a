import { SQRT_HALF } from "./constants.ts";
import { productError } from "./double-double.ts";
import { erf } from "./erf.ts";
import { expOfSum } from "./exp.ts";
import { scaledErfc } from "./scaled-erfc.ts";

/**
 * Φ(x), the probability that a standard normal variable is at most x; within 3 ULP, also far in the lower tail
 * (x²/2 is split exactly). NaN gives NaN.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const u = (x < 0 ? -x : x) * SQRT_HALF;
  if (u < 0.5) return 0.5 + 0.5 * erf(x * SQRT_HALF);
  if (u > 28) return x < 0 ? 0 : 1;
  const square = x * x;
  const tail = 0.5 * scaledErfc(u) * expOfSum(-square / 2, -productError(x, x, square) / 2);
  return x < 0 ? tail : 1 - tail;
}
