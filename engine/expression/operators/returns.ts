import type { WindowOperator } from "../operator.ts";

/**
 * x(t) / x(t − n) − 1, the simple return over n sessions; 0.05 is 5 %. No unit.
 * Missing unless both values are present and the earlier one is not zero. Look-back n ≥ 1.
 */
export const returns: WindowOperator = {
  kind: "window",
  name: "returns",
  smallest: 1,
  lookBack: (n) => n,
  run: (input, output, start, end, _firstSession, n) => {
    for (let row = start; row < end; row++) {
      const before = row - n >= start ? input[row - n]! : Number.NaN;
      const value = before === 0 ? Number.NaN : input[row]! / before - 1;
      output[row] = !Number.isNaN(value) ? value : Number.NaN;
    }
  },
};
