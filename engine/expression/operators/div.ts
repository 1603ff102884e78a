import type { PointwiseOperator } from "../operator.ts";

/**
 * a / b. Unit: the ratio of the operands' units. Division by zero is missing, never infinite.
 * Missing operands give a missing result.
 */
export const div: PointwiseOperator = {
  kind: "pointwise",
  name: "div",
  arity: 2,
  apply: (a, b) => (b === 0 ? Number.NaN : a / b),
};
