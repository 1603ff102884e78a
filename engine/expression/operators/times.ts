import type { PointwiseOperator } from "../operator.ts";

/**
 * a · b. Unit: the product of the operands' units.
 * Missing operands give a missing result.
 */
export const times: PointwiseOperator = {
  kind: "pointwise",
  name: "times",
  arity: 2,
  apply: (a, b) => a * b,
};
