import { finite, positiveModulo } from "../finite.ts";
import type { OperatorReference, WindowOperator } from "../operator.ts";

/** The values of the last n sessions, by session number modulo n; missing until seen. */
const initialLags = ([n]: readonly number[]) => new Float64Array(Math.max(n!, 1)).fill(Number.NaN);

const DELAY = 0;
const DELTA = 1;
const RETURN = 2;

function runLag(
  kind: number,
  input: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  n: number,
  ring: Float64Array,
): void {
  let place = n === 0 ? 0 : positiveModulo(firstSession, n);
  for (let row = start; row < end; row++) {
    const x = input[row]!;
    const before = n === 0 ? x : ring[place]!;
    ring[place] = x;
    if (++place >= n) place = 0;
    // Division by zero gives no finite number, hence a missing value.
    output[row] = finite(kind === DELAY ? before : kind === DELTA ? x - before : x / before - 1);
  }
}

function lag(name: string, kind: number, smallest: number, reference: OperatorReference): WindowOperator {
  return {
    kind: "window",
    name,
    arity: 1,
    smallest,
    lookBack: ([n]) => n!,
    initialState: initialLags,
    run: ([input], output, start, end, firstSession, [n], state) =>
      runLag(kind, input!, output, start, end, firstSession, n!, state),
    reference,
  };
}

/** x(t − n). Unit: unchanged. Missing where that session's value is missing or lies before the panel. n ≥ 0. */
export const delay = lag("delay", DELAY, 0, {
  name: "delay",
  group: "lag",
  signature: "delay(n)",
  meaning: "The value n sessions of the instrument's own market ago.",
  formula: "x(t − n)",
  unit: "unchanged",
  missing: "Missing where that session's value is missing or lies before the panel.",
  lookBack: "n ≥ 0",
  example: { code: "field.close.delay(2)", output: [105, 104, 103, 106] },
});

/** x(t) − x(t − n). Unit: unchanged. Missing unless both values are present. n ≥ 1. */
export const delta = lag("delta", DELTA, 1, {
  name: "delta",
  group: "lag",
  signature: "delta(n)",
  meaning: "The change over n sessions.",
  formula: "x(t) − x(t − n)",
  unit: "unchanged",
  missing: "Missing unless both values are present.",
  lookBack: "n ≥ 1",
  example: { code: "field.close.delta(2)", output: [-2, 2, 2, 1] },
});

/** x(t) / x(t − n) − 1, the simple return; 0.05 is 5 %. Missing unless both are present and the earlier is not 0. */
export const returns = lag("returns", RETURN, 1, {
  name: "returns",
  group: "lag",
  signature: "returns(n = 1)",
  meaning: "The simple return over n sessions; 0.05 is 5 %.",
  formula: "x(t) / x(t − n) − 1",
  unit: "none",
  missing: "Missing unless both values are present and the earlier one is not zero.",
  lookBack: "n ≥ 1",
  example: { code: "field.close.returns(2)", output: [-0.0190476, 0.0192308, 0.0194175, 0.00943396] },
});
