import { ArgumentError } from "../argument-error.ts";
import { coMoment, dropMissing, isRounding } from "../metrics/returns.ts";
import type { ReturnMatrix } from "./covariance.ts";

/**
 * The total return index of one instrument on the newest `sessions` sessions known at the decision, oldest
 * first, NaN missing. Entry k must speak of the same session for every instrument: the decision market's, as
 * far as each other market was known then. Only ratios have a meaning.
 */
export type TotalReturnHistory = (instrument: number, sessions: number) => Float64Array;

/** Returns of the names that have enough of them. */
export interface GatheredReturns {
  /** Panel indices, in the order of the candidates. */
  readonly names: Int32Array;
  /** The returns of some of these names, in the given order. */
  matrixOf(names: Int32Array): ReturnMatrix;
}

/**
 * Reads `window` returns of each candidate, and passes over names with fewer than half of them (or fewer than
 * two), and names whose returns never vary: no risk can be said of them.
 */
export function gatherReturns(
  history: TotalReturnHistory,
  candidates: Int32Array,
  window: number,
): GatheredReturns {
  const byName = new Map<number, Float64Array>();
  const needed = Math.max(2, Math.ceil(window / 2));
  for (const i of candidates) {
    const levels = history(i, window + 1);
    if (levels.length !== window + 1)
      throw new ArgumentError(`history must give ${window + 1} sessions, gave ${levels.length}`);
    const returns = new Float64Array(window);
    for (let t = 0; t < window; t++) {
      const change = levels[t + 1]! / levels[t]! - 1;
      returns[t] = Number.isFinite(change) ? change : Number.NaN;
    }
    const present = dropMissing(returns);
    if (present.length < needed) continue;
    const deviation = Math.sqrt(coMoment(present, present) / (present.length - 1));
    if (!isRounding(deviation, present)) byName.set(i, returns);
  }
  return {
    names: candidates.filter((i) => byName.has(i)),
    matrixOf: (names) => {
      const values = new Float64Array(names.length * window);
      for (let k = 0; k < names.length; k++) values.set(byName.get(names[k]!)!, k * window);
      return { names: names.length, sessions: window, values };
    },
  };
}
