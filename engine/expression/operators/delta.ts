import type { WindowOperator } from "../operator.ts";

/**
 * x(t) − x(t − n). Unit: unchanged. Missing unless both values are present. Look-back n ≥ 1.
 */
export const delta: WindowOperator = {
  kind: "window",
  name: "delta",
  smallest: 1,
  lookBack: (n) => n,
  run: (input, output, start, end, _firstSession, n) => {
    for (let row = start; row < end; row++) {
      const value = row - n >= start ? input[row]! - input[row - n]! : Number.NaN;
      output[row] = !Number.isNaN(value) ? value : Number.NaN;
    }
  },
};
