import type { WindowOperator } from "../operator.ts";
import { fillMoment } from "../two-block-moments.ts";

/**
 * Σ x / n over the sessions t−n+1 … t. Unit: unchanged.
 * Missing unless all n sessions have a value. Look-back n − 1.
 * @source Chan, Golub & LeVeque (1983), "Algorithms for computing the sample variance", pairwise update.
 */
export const mean: WindowOperator = {
  kind: "window",
  name: "mean",
  smallest: 1,
  lookBack: (n) => n - 1,
  run: (input, output, start, end, firstSession, n) =>
    fillMoment("mean", input, output, start, end, firstSession, n),
};
