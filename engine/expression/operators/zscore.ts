import type { WindowOperator } from "../operator.ts";
import { fillMoment } from "../two-block-moments.ts";

/**
 * (x(t) − mean) / std over the sessions t−n+1 … t. No unit.
 * Missing unless all n sessions have a value, and where the window does not vary. Look-back n − 1, n ≥ 2.
 * @source Chan, Golub & LeVeque (1983), "Algorithms for computing the sample variance", pairwise update.
 */
export const zscore: WindowOperator = {
  kind: "window",
  name: "zscore",
  smallest: 2,
  lookBack: (n) => n - 1,
  run: (input, output, start, end, firstSession, n) =>
    fillMoment("zscore", input, output, start, end, firstSession, n),
};
