// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: Math.* constants have no low parts.
import type { DoubleDouble } from "./double-double.ts";

/** ln 2 in two parts; the high one has 32 zero bits at its end, so that a product with an exponent is exact. */
export const LN2_HIGH = 0.6931467056274414;
export const LN2_LOW = 4.7493250390316726e-7;

/** ln 2 / 64 in two parts, the high one with 32 zero bits at its end. */
export const LN2_OVER_64_HIGH = 0.010830417275428772;
export const LN2_OVER_64_LOW = 7.420820373486988e-9;
export const SIXTY_FOUR_OVER_LN2 = 92.33248261689366;

export const LN2: DoubleDouble = [0.6931471805599453, 2.3190468138462996e-17];
export const ONE_OVER_LN2: DoubleDouble = [1.4426950408889634, 2.0355273740931033e-17];
export const ONE_OVER_LN10: DoubleDouble = [0.4342944819032518, 1.098319650216765e-17];
export const TWO_OVER_SQRT_PI: DoubleDouble = [1.1283791670955126, 1.533545961316588e-17];
export const HALF_PI: DoubleDouble = [1.5707963267948966, 6.123233995736766e-17];
export const SQRT_HALF = 0.7071067811865476;
export const ONE_OVER_SQRT_TWO_PI = 0.3989422804014327;
