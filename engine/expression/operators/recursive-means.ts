import { pow } from "../../math/pow.ts";
import { canonical, positiveModulo } from "../finite.ts";
import type { OperatorReference, WindowOperator } from "../operator.ts";
import { blockLength, RECURSION_STATE } from "../two-block-recursion.ts";

/**
 * The exponential mean with weight α of the current value, normalised by the same recursion on the mask of present
 * values, so that gaps and young series are unbiased; decay passes on missing sessions.
 *
 * In blocks of K sessions anchored on the absolute session number: P is the recursion from 0 inside the block,
 * F is P at the end of the block before, y = P + d^(t−B+1)·F with d = 1 − α, so that nothing before two blocks
 * matters and a panel, one date and a stream agree bit for bit.
 */
function runRecursion(
  alpha: number,
  least: number,
  input: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  state: Float64Array,
): void {
  const decay = 1 - alpha;
  const block = blockLength(alpha);
  let place = positiveModulo(firstSession, block);
  let F = state[0]!;
  let maskF = state[1]!;
  let countF = state[2]!;
  let P = state[3]!;
  let mask = state[4]!;
  let count = state[5]!;
  let power = state[6]!;
  for (let row = start; row < end; row++) {
    if (place === 0) {
      F = P;
      maskF = mask;
      countF = count;
      P = 0;
      mask = 0;
      count = 0;
      power = 1;
    }
    place = place + 1 === block ? 0 : place + 1;
    const x = input[row]!;
    const isPresent = !Number.isNaN(x);
    P = decay * P + (isPresent ? alpha * x : 0);
    mask = decay * mask + (isPresent ? alpha : 0);
    power *= decay;
    if (isPresent) count++;
    const isEnough = isPresent && countF + count >= least;
    output[row] = isEnough ? canonical((P + power * F) / (mask + power * maskF)) : Number.NaN;
  }
  state[0] = F;
  state[1] = maskF;
  state[2] = countF;
  state[3] = P;
  state[4] = mask;
  state[5] = count;
  state[6] = power;
}

function recursiveMean(
  name: string,
  alphaOf: (n: number) => number,
  reference: OperatorReference,
): WindowOperator {
  return {
    kind: "window",
    name,
    arity: 1,
    smallest: 1,
    lookBack: ([n]) => 2 * blockLength(alphaOf(n!)) - 1,
    initialState: () => new Float64Array(RECURSION_STATE),
    run: ([input], output, start, end, firstSession, [n], state) =>
      runRecursion(alphaOf(n!), n!, input!, output, start, end, firstSession, state),
    kernel: { kind: "average", alphaOf },
    reference,
  };
}

const ALL = {
  group: "recursive",
  unit: "unchanged",
  missing:
    "Missing where the value is missing and until n values were seen; on a missing session the weights decay.",
  lookBack: "two blocks less one, a block being the power of two past which a weight is below 2^−53; n ≥ 1",
} as const;

/** The exponential moving average of span n, α = 2 / (n + 1). Unit: unchanged. */
export const ema = recursiveMean("ema", (n) => 2 / (n + 1), {
  ...ALL,
  name: "ema",
  signature: "ema(n)",
  meaning: "The exponential moving average of span n.",
  formula: "Σ α(1 − α)^k x(t − k) / Σ α(1 − α)^k over present sessions, α = 2 / (n + 1)",
  example: { code: "field.close.ema(3)", output: [103.402, 104.706, 104.853, 105.928] },
});

/** Wilder's smoothing, α = 1 / n. Unit: unchanged. */
export const wilder = recursiveMean("wilder", (n) => 1 / n, {
  ...ALL,
  name: "wilder",
  signature: "wilder(n)",
  meaning:
    "Wilder's smoothed mean, without his seed of a simple mean: the weights of a young series sum to one.",
  formula: "Σ α(1 − α)^k x(t − k) / Σ α(1 − α)^k over present sessions, α = 1 / n",
  source: "Wilder (1978), New Concepts in Technical Trading Systems",
  example: { code: "field.close.wilder(3)", output: [103.271, 104.218, 104.485, 105.338] },
});

/** An exponential mean whose weights halve every n sessions, α = 1 − 2^(−1/n). Unit: unchanged. */
export const exponentialDecay = recursiveMean("exponentialDecay", (n) => 1 - pow(2, -1 / n), {
  ...ALL,
  name: "exponentialDecay",
  signature: "exponentialDecay(halfLife)",
  meaning: "The mean whose weights halve every halfLife sessions.",
  formula: "Σ α(1 − α)^k x(t − k) / Σ α(1 − α)^k over present sessions, α = 1 − 2^(−1/halfLife)",
  example: { code: "field.close.exponentialDecay(2)", output: [103.211, 104.082, 104.363, 105.161] },
});
