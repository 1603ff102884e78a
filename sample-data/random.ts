import { exp } from "../engine/math/exp.ts";
import { log } from "../engine/math/log.ts";
import { createRandom, type Random } from "../engine/rng/random.ts";

export { exp, log, type Random };

/** A stream of its own for each purpose; seeds that add up beyond 32 bits begin anew. */
export const openRandom = (seed: number): Random => createRandom(seed | 0);
