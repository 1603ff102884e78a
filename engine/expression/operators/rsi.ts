import { canonical, positiveModulo } from "../finite.ts";
import type { WindowOperator } from "../operator.ts";
import { blockLength } from "../two-block-recursion.ts";

const alphaOf = (n: number): number => 1 / n;

/**
 * 100·G / (G + L), G and L the Wilder means (α = 1/n) of the gains and of the losses from session to session, in the
 * two blocks of recursive-means; their masks are the same and cancel. From 0 to 100.
 * Missing where the change is missing (it needs both sessions), until n changes were seen, and where nothing moved.
 */
export const rsi: WindowOperator = {
  kind: "window",
  name: "rsi",
  arity: 1,
  smallest: 1,
  lookBack: ([n]) => 2 * blockLength(alphaOf(n!)),
  // Gains, losses and count of the block before; the same of this block; power; the last value.
  initialState: () => {
    const state = new Float64Array(8);
    state[7] = Number.NaN;
    return state;
  },
  run: ([input], output, start, end, firstSession, [n], state) => {
    const alpha = alphaOf(n!);
    const decay = 1 - alpha;
    const block = blockLength(alpha);
    let place = positiveModulo(firstSession, block);
    let gainF = state[0]!;
    let lossF = state[1]!;
    let countF = state[2]!;
    let gain = state[3]!;
    let loss = state[4]!;
    let count = state[5]!;
    let power = state[6]!;
    let before = state[7]!;
    for (let row = start; row < end; row++) {
      if (place === 0) {
        gainF = gain;
        lossF = loss;
        countF = count;
        gain = 0;
        loss = 0;
        count = 0;
        power = 1;
      }
      place = place + 1 === block ? 0 : place + 1;
      const x = input![row]!;
      const change = x - before;
      before = x;
      gain *= decay;
      loss *= decay;
      power *= decay;
      if (Number.isNaN(change)) {
        output[row] = Number.NaN;
        continue;
      }
      gain += alpha * Math.max(change, 0);
      loss += alpha * Math.max(-change, 0);
      count++;
      const G = gain + power * gainF;
      const L = loss + power * lossF;
      output[row] = countF + count < n! ? Number.NaN : canonical((100 * G) / (G + L));
    }
    state[0] = gainF;
    state[1] = lossF;
    state[2] = countF;
    state[3] = gain;
    state[4] = loss;
    state[5] = count;
    state[6] = power;
    state[7] = before;
  },
  kernel: { kind: "strength", alphaOf },
  reference: {
    name: "rsi",
    group: "recursive",
    signature: "rsi(n = 14)",
    meaning:
      "Wilder's relative strength index without his seed of simple means, which it meets as the seed fades: from 0 to 100.",
    formula: "100·G / (G + L), G and L Wilder means of gains and losses",
    unit: "points, from 0 to 100",
    missing:
      "Missing where this or the last session is missing, until n changes were seen, and where nothing ever moved.",
    lookBack: "two blocks (see ema) of α = 1/n; 1,024 sessions for n = 14",
    source: "Wilder (1978), New Concepts in Technical Trading Systems, section VI",
    example: { code: "field.close.rsi(3)", output: [48.3466, 77.0109, 60.284, 75.9531] },
  },
};
