import type { WindowOperator } from "../operator.ts";

/**
 * x(t − n): the value n sessions of the instrument's own market ago. Unit: unchanged.
 * Missing where that session's value is missing or lies before the panel. Look-back n ≥ 0.
 */
export const delay: WindowOperator = {
  kind: "window",
  name: "delay",
  smallest: 0,
  lookBack: (n) => n,
  run: (input, output, start, end, _firstSession, n) => {
    for (let row = end - 1; row >= start; row--) {
      const x = row - n >= start ? input[row - n]! : Number.NaN;
      output[row] = !Number.isNaN(x) ? x : Number.NaN;
    }
  },
};
