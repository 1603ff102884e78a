import type { Random } from "../random.ts";

const WIDE_SHARE = 0.06;
const WIDE = 2.6;
const SCALE = 1 / Math.sqrt(1 - WIDE_SHARE + WIDE_SHARE * WIDE * WIDE);

/** A unit-variance shock from two normals, one wide: an excess kurtosis near 5, like a Student with 5 degrees. */
export const drawFatTailed = (random: Random): number => {
  const width = random.uniform() < WIDE_SHARE ? WIDE : 1;
  return random.normal() * width * SCALE;
};

/** The next GARCH(1,1) variance, in units of the long-run variance. */
export const nextVariance = (variance: number, shock: number): number =>
  Math.min(6, 0.03 + 0.06 * variance * shock * shock + 0.91 * variance);
