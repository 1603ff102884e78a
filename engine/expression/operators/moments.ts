import type { MomentOutputs } from "../../kernels/kernels.ts";
import type { OperatorReference, WindowOperator } from "../operator.ts";
import { fillMoment, initialMoments, MEAN, STD, VARIANCE, ZSCORE } from "../two-block-moments.ts";

const ALL = {
  group: "window",
  missing: "Missing with fewer present sessions than minimumPresent; missing sessions are left out.",
  source: "Chan, Golub & LeVeque (1983), algorithms for computing the sample variance, pairwise update",
} as const;

function moment(
  name: keyof MomentOutputs,
  code: number,
  smallest: number,
  reference: OperatorReference,
): WindowOperator {
  return {
    kind: "window",
    name,
    arity: 1,
    smallest,
    lookBack: ([n]) => n! - 1,
    initialState: ([n]) => initialMoments(n!),
    run: ([input], output, start, end, firstSession, [n, least], state) =>
      fillMoment(code, input!, output, start, end, firstSession, n!, least!, state),
    kernel: { kind: "moment", moment: name },
    reference,
  };
}

/** Σ x / n over the sessions t−n+1 … t. Unit: unchanged. Missing with too few present sessions. */
export const mean = moment("mean", MEAN, 1, {
  ...ALL,
  name: "mean",
  signature: "mean(n, minimumPresent = n)",
  meaning: "The mean of the last n sessions; `sma(n)` is the same.",
  formula: "Σ x / n",
  unit: "unchanged",
  lookBack: "n − 1, n ≥ 1",
  example: { code: "field.close.mean(3)", output: [104, 104.333, 104.667, 106] },
});

/** Σ (x − mean)² / (n − 1) over the sessions t−n+1 … t. Unit: squared. Missing with too few present sessions. */
export const variance = moment("variance", VARIANCE, 2, {
  ...ALL,
  name: "variance",
  signature: "variance(n, minimumPresent = n)",
  meaning: "The sample variance of the last n sessions.",
  formula: "Σ (x − mean)² / (n − 1)",
  unit: "the square of the input's",
  lookBack: "n − 1, n ≥ 2",
  example: { code: "field.close.variance(3)", output: [1, 2.33333, 2.33333, 1] },
});

/** √(Σ (x − mean)² / (n − 1)). Unit: unchanged; not annualised. Missing with too few present sessions. */
export const std = moment("std", STD, 2, {
  ...ALL,
  name: "std",
  signature: "std(n, minimumPresent = n)",
  meaning: "The sample standard deviation of the last n sessions; not annualised.",
  formula: "√(Σ (x − mean)² / (n − 1))",
  unit: "unchanged",
  lookBack: "n − 1, n ≥ 2",
  example: { code: "field.close.std(3)", output: [1, 1.52753, 1.52753, 1] },
});

/** (x(t) − mean) / std over the sessions t−n+1 … t. No unit. Missing where x(t) is, or the window does not vary. */
export const zscore = moment("zscore", ZSCORE, 2, {
  ...ALL,
  name: "zscore",
  signature: "zscore(n, minimumPresent = n)",
  meaning: "How many standard deviations the value lies above the mean of the last n sessions.",
  formula: "(x(t) − mean) / std",
  unit: "none",
  missing:
    "Missing where the value is missing, with fewer present sessions than minimumPresent, and where none differs.",
  lookBack: "n − 1, n ≥ 2",
  example: { code: "field.close.zscore(3)", output: [-1, 1.09109, 0.218218, 1] },
});
