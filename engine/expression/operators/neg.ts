import type { PointwiseOperator } from "../operator.ts";

/**
 * −x. Unit: unchanged.
 * Missing operands give a missing result.
 */
export const neg: PointwiseOperator = {
  kind: "pointwise",
  name: "neg",
  arity: 1,
  apply: (a) => -a,
};
