import { canonical, positiveModulo } from "../finite.ts";
import type { WindowOperator } from "../operator.ts";

/**
 * Σ w·x / Σ w over the present sessions of t−n+1 … t with weights 1 (the oldest) … n (the current one).
 * Unit: unchanged. Missing with fewer present sessions than minimumPresent.
 */
export const wma: WindowOperator = {
  kind: "window",
  name: "wma",
  arity: 1,
  smallest: 1,
  lookBack: ([n]) => n! - 1,
  initialState: ([n]) => new Float64Array(n!).fill(Number.NaN),
  run: ([input], output, start, end, firstSession, [n, least], ring) => {
    const window = n!;
    let place = positiveModulo(firstSession, window);
    for (let row = start; row < end; row++) {
      ring[place] = input![row]!;
      place = place + 1 === window ? 0 : place + 1;
      let weighted = 0;
      let weights = 0;
      let count = 0;
      // From the oldest on, so that the order of additions does not depend on where the block begins.
      for (let weight = 1, at = place; weight <= window; weight++) {
        const x = ring[at]!;
        at = at + 1 === window ? 0 : at + 1;
        if (Number.isNaN(x)) continue;
        weighted += weight * x;
        weights += weight;
        count++;
      }
      output[row] = count < least! ? Number.NaN : canonical(weighted / weights);
    }
  },
  reference: {
    name: "wma",
    group: "window",
    signature: "wma(n, minimumPresent = n)",
    meaning:
      "The linearly weighted mean of the last n sessions, the current one weighing most; `linearDecay` is the same.",
    formula: "Σ w·x / Σ w, w = 1 … n",
    unit: "unchanged",
    missing: "Missing with fewer present sessions than minimumPresent; missing sessions are left out.",
    lookBack: "n − 1, n ≥ 1",
    example: { code: "field.close.wma(3)", output: [103.667, 104.667, 105, 106.167] },
  },
};
