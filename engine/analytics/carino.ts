import { log1p } from "../math/hyperbolic.ts";

/**
 * (ln(1 + r) − ln(1 + b)) / (r − b), and its limit 1/(1 + r) when both are equal: the factor that turns an
 * arithmetic difference of returns into one of growth. Both returns above −1.
 * @source Cariño (1999), "Combining attribution effects over time", Journal of Performance Measurement.
 */
export function carinoFactor(r: number, b: number): number {
  const difference = r - b;
  // One logarithm of the ratio, because the difference of two loses all digits when the returns are close.
  return difference === 0 ? 1 / (1 + b) : log1p(difference / (1 + b)) / difference;
}
