import type { PointwiseOperator } from "../operator.ts";

/**
 * a − b. Unit: that of the operands, which must agree.
 * Missing operands give a missing result.
 */
export const minus: PointwiseOperator = {
  kind: "pointwise",
  name: "minus",
  arity: 2,
  apply: (a, b) => a - b,
};
