import type { PointwiseOperator } from "../operator.ts";

/**
 * −1, 0 or 1 by the sign of x. No unit.
 * Missing operands give a missing result.
 */
export const sign: PointwiseOperator = {
  kind: "pointwise",
  name: "sign",
  arity: 1,
  apply: (a) => (a > 0 ? 1 : a < 0 ? -1 : a === 0 ? 0 : Number.NaN),
};
