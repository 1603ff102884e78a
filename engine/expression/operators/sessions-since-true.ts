import type { WindowOperator } from "../operator.ts";

/**
 * Sessions since the condition last held (was not zero), within the sessions t−n+1 … t; 0 is the current one.
 * Unit: sessions. A missing session does not hold; missing where none of the n sessions holds.
 */
export const sessionsSinceTrue: WindowOperator = {
  kind: "window",
  name: "sessionsSinceTrue",
  arity: 1,
  smallest: 1,
  lookBack: ([n]) => n! - 1,
  /** The session on which it last held. */
  initialState: () => new Float64Array(1).fill(Number.NaN),
  run: ([input], output, start, end, firstSession, [n], state) => {
    for (let row = start; row < end; row++) {
      const session = firstSession + row - start;
      const x = input![row]!;
      if (!Number.isNaN(x) && x !== 0) state[0] = session;
      const since = session - state[0]!;
      output[row] = since < n! ? since : Number.NaN;
    }
  },
  reference: {
    name: "sessionsSinceTrue",
    group: "window",
    signature: "sessionsSinceTrue(n)",
    meaning: "Sessions since the condition last held, looking back over n sessions; 0 is the current one.",
    formula: "t − max{s : c(s) ≠ 0}",
    unit: "sessions",
    missing: "Missing where none of the n sessions holds; a missing session does not hold.",
    lookBack: "n − 1, n ≥ 1",
    example: { code: "field.close.lessThan(field.open).sessionsSinceTrue(5)", output: [1, 2, 0, 1] },
  },
};
