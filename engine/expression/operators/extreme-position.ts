import { positiveModulo } from "../finite.ts";
import type { WindowOperator } from "../operator.ts";

/** Sign that turns a search for the least into one for the greatest. */
const LEAST = 1;
const GREATEST = -1;

/** Slots of extreme and count and place of the extreme, as in two-block-fold; then count, extreme, place of prefix. */
const initial = ([n]: readonly number[]) => new Float64Array(3 * n! + 3).fill(Number.NaN, 0, n);

function runPosition(
  turn: number,
  input: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  window: number,
  least: number,
  state: Float64Array,
): void {
  const s = 3 * window;
  let place = positiveModulo(firstSession, window);
  for (let row = start; row < end; row++) {
    if (place === 0) {
      fillSuffix(turn, state, window);
      state[s] = 0;
    }
    const x = input[row]!;
    const nA = state[window + place]!;
    const bestA = state[place]!;
    state[place] = x;
    if (!Number.isNaN(x)) {
      // Of equal values the most recent one counts.
      if (state[s] === 0 || turn * x <= turn * state[s + 1]!) {
        state[s + 1] = x;
        state[s + 2] = place;
      }
      state[s]! += 1;
    }
    const nC = state[s]!;
    if (nA + nC < least) output[row] = Number.NaN;
    else if (nC > 0 && (nA === 0 || turn * state[s + 1]! <= turn * bestA))
      output[row] = place - state[s + 2]!;
    else output[row] = place + window - state[2 * window + place]!;
    place = place + 1 === window ? 0 : place + 1;
  }
}

function fillSuffix(turn: number, state: Float64Array, window: number): void {
  let n = 0;
  let best = Number.NaN;
  let bestPlace = 0;
  let x = state[window - 1]!;
  state[2 * window - 1] = 0;
  for (let place = window - 2; place >= 0; place--) {
    if (!Number.isNaN(x)) {
      if (n === 0 || turn * x < turn * best) {
        best = x;
        bestPlace = place + 1;
      }
      n++;
    }
    x = state[place]!;
    state[place] = best;
    state[window + place] = n;
    state[2 * window + place] = bestPlace;
  }
}

const ALL = {
  group: "window",
  unit: "sessions",
  missing: "Missing with fewer present sessions than minimumPresent; missing sessions are left out.",
  lookBack: "n − 1, n ≥ 1",
} as const;

/** Sessions since the least of t−n+1 … t, the most recent of equal ones; 0 is the current session. */
export const argMin: WindowOperator = {
  kind: "window",
  name: "argMin",
  arity: 1,
  smallest: 1,
  lookBack: ([n]) => n! - 1,
  initialState: initial,
  run: ([input], output, start, end, firstSession, [n, least], state) =>
    runPosition(LEAST, input!, output, start, end, firstSession, n!, least!, state),
  reference: {
    ...ALL,
    name: "argMin",
    signature: "argMin(n, minimumPresent = n)",
    meaning:
      "Sessions since the least of the last n; 0 is the current one, of equal ones the most recent counts.",
    formula: "t − argmin x",
    example: { code: "field.close.argMin(5)", output: [4, 1, 2, 3] },
  },
};

/** Sessions since the greatest of t−n+1 … t, the most recent of equal ones; 0 is the current session. */
export const argMax: WindowOperator = {
  kind: "window",
  name: "argMax",
  arity: 1,
  smallest: 1,
  lookBack: ([n]) => n! - 1,
  initialState: initial,
  run: ([input], output, start, end, firstSession, [n, least], state) =>
    runPosition(GREATEST, input!, output, start, end, firstSession, n!, least!, state),
  reference: {
    ...ALL,
    name: "argMax",
    signature: "argMax(n, minimumPresent = n)",
    meaning:
      "Sessions since the greatest of the last n; 0 is the current one, of equal ones the most recent counts.",
    formula: "t − argmax x",
    example: { code: "field.close.argMax(5)", output: [2, 0, 1, 0] },
  },
};
