import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { requireWhole } from "../argument-error.ts";
import { normalQuantile } from "../math/normal-quantile.ts";

/** A seeded stream of random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform on [0, 1), a multiple of 2^−53. */
  uniform(): number;
  /** Standard normal, by inversion of a uniform on (0, 1). */
  normal(): number;
  /** Uniform on 0 … n − 1. */
  integer(n: number): number;
  /** Student's t with a whole number of degrees of freedom, not rescaled: its variance is d / (d − 2). */
  student(degreesOfFreedom: number): number;
}

/** Draws that are made before the first that is given: of neighbouring seeds those are alike. */
const WARM_UP_DRAWS = 16;

/**
 * A generator (xoroshiro128+) started from a whole-number seed. The seed is spread over all bits first, and the
 * generator run in: begun with a small one as it is, its first numbers would lie at the ends of their range.
 */
export function createRandom(seed: number): Random {
  requireWhole("seed", seed, -0x8000_0000, 0xffff_ffff);
  const generator = xoroshiro128plus(spread(seed));
  const uniform = () => uniformFloat64(generator);
  for (let draw = 0; draw < WARM_UP_DRAWS; draw++) uniform();
  // Half a step up keeps 0, whose quantile is infinite, out of reach.
  const normal = () => normalQuantile(uniform() + 5.551115123125783e-17);
  return {
    uniform,
    normal,
    integer: (n) => {
      requireWhole("n", n, 1, 0x7fff_ffff);
      return uniformInt(generator, 0, n - 1);
    },
    student: (degreesOfFreedom) => {
      requireWhole("degrees of freedom", degreesOfFreedom, 1, 1_000);
      const z = normal();
      let chiSquare = 0;
      for (let k = 0; k < degreesOfFreedom; k++) {
        const x = normal();
        chiSquare += x * x;
      }
      return z / Math.sqrt(chiSquare / degreesOfFreedom);
    },
  };
}

/** The finishing steps of MurmurHash3 (Appleby 2011): every bit of the seed moves every bit of the result. */
function spread(seed: number): number {
  let bits = seed | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
