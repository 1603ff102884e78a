import type { ReturnMatrix } from "../portfolio/covariance.ts";
import { createRandom } from "../rng/random.ts";

/** Returns of names that share one factor, with volatilities from 0.5 % to 4 %. The same arguments give the same bits. */
export function createReturns(seed: number, names: number, sessions: number, gapShare = 0): ReturnMatrix {
  const random = createRandom(seed);
  const values = new Float64Array(names * sessions);
  const common = Array.from({ length: sessions }, () => random.normal());
  for (let i = 0; i < names; i++) {
    const volatility = 0.005 + 0.035 * random.uniform();
    const loading = 1.6 * random.uniform() - 0.4;
    for (let t = 0; t < sessions; t++) {
      const isMissing = random.uniform() < gapShare && t > 1;
      const value = volatility * (loading * common[t]! + random.normal()) + 0.0004;
      values[i * sessions + t] = isMissing ? Number.NaN : value;
    }
  }
  return { names, sessions, values };
}
