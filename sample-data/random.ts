import { exp } from "../engine/math/exp.ts";
import { log } from "../engine/math/log.ts";
import { createRandom, type Random } from "../engine/rng/random.ts";

export { exp, log, type Random };

const WARM_UP_DRAWS = 16;

/** A stream of its own for each purpose. Neighbouring seeds are spread apart first, and run in before use. */
export const openRandom = (seed: number): Random => {
  const random = createRandom(spread(seed));
  for (let draw = 0; draw < WARM_UP_DRAWS; draw++) random.uniform();
  return random;
};

/** The finishing steps of MurmurHash3 (Appleby 2011): every bit of the seed moves every bit of the result. */
const spread = (seed: number): number => {
  let bits = seed | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};
