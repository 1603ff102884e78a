import { log as naturalLog } from "../../math/log.ts";
import type { PointwiseOperator } from "../operator.ts";

/**
 * The natural logarithm of x, by the engine's own deterministic log. No unit.
 * Missing where x is missing, zero or negative: NaN means missing and infinities are not data.
 */
export const log: PointwiseOperator = {
  kind: "pointwise",
  name: "log",
  arity: 1,
  apply: (a) => (a > 0 ? naturalLog(a) : Number.NaN),
};
