import type { WindowOperator } from "../operator.ts";
import { fillFold } from "../two-block-fold.ts";

/**
 * The least x over the sessions t−n+1 … t. Unit: unchanged.
 * Missing unless all n sessions have a value. Look-back n − 1.
 */
export const min: WindowOperator = {
  kind: "window",
  name: "min",
  smallest: 1,
  lookBack: (n) => n - 1,
  run: (input, output, start, end, firstSession, n) =>
    fillFold((a, b) => Math.min(a, b), input, output, start, end, firstSession, n),
};
