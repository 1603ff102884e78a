import type { WindowOperator } from "../operator.ts";
import { fillMoment } from "../two-block-moments.ts";

/**
 * √(Σ (x − mean)² / (n − 1)) over the sessions t−n+1 … t. Unit: unchanged; not annualised.
 * Missing unless all n sessions have a value. Look-back n − 1, n ≥ 2.
 * @source Chan, Golub & LeVeque (1983), "Algorithms for computing the sample variance", pairwise update.
 */
export const std: WindowOperator = {
  kind: "window",
  name: "std",
  smallest: 2,
  lookBack: (n) => n - 1,
  run: (input, output, start, end, firstSession, n) =>
    fillMoment("std", input, output, start, end, firstSession, n),
};
