import type { PointwiseOperator } from "../operator.ts";

/**
 * a + b. Unit: that of the operands, which must agree.
 * Missing operands give a missing result.
 */
export const plus: PointwiseOperator = {
  kind: "pointwise",
  name: "plus",
  arity: 2,
  apply: (a, b) => a + b,
};
