import type { PointwiseOperator } from "../operator.ts";

/**
 * |x|. Unit: unchanged.
 * Missing operands give a missing result.
 */
export const abs: PointwiseOperator = {
  kind: "pointwise",
  name: "abs",
  arity: 1,
  apply: (a) => (a < 0 ? -a : a),
};
