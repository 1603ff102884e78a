import type { OperatorReference, WindowOperator } from "../operator.ts";
import {
  CORRELATION,
  COVARIANCE,
  fillCoMoment,
  INTERCEPT,
  initialCoMoments,
  R_SQUARED,
  RESIDUAL,
  SLOPE,
} from "../two-block-co-moments.ts";

const ALL = {
  group: "two series",
  source: "Chan, Golub & LeVeque (1983), pairwise update; ordinary least squares with an intercept",
} as const;
const PAIRS = "Missing with fewer sessions on which both are present than minimumPresent";

function coMoment(
  name: string,
  code: number,
  smallest: number,
  reference: OperatorReference,
): WindowOperator {
  return {
    kind: "window",
    name,
    arity: 2,
    smallest,
    lookBack: ([n]) => n! - 1,
    initialState: ([n]) => initialCoMoments(n!),
    run: ([y, x], output, start, end, firstSession, [n, least], state) =>
      fillCoMoment(code, y!, x!, output, start, end, firstSession, n!, least!, state),
    reference,
  };
}

/** Σ (y − ȳ)(x − x̄) / (n − 1) over the pairs of the last n sessions. Unit: the product of the two. */
export const covariance = coMoment("covariance", COVARIANCE, 2, {
  ...ALL,
  name: "covariance",
  signature: "covariance(other, n, minimumPresent = n)",
  meaning: "The sample covariance with another series over the last n sessions.",
  formula: "Σ (y − ȳ)(x − x̄) / (n − 1)",
  unit: "the product of the two",
  missing: `${PAIRS}.`,
  lookBack: "n − 1, n ≥ 2",
  example: { code: "field.close.covariance(field.volume, 5)", output: [-115, -85, -95, 75] },
});

/** Σ (y − ȳ)(x − x̄) / √(Σ (y − ȳ)² · Σ (x − x̄)²). No unit. Missing where one of the two does not vary. */
export const correlation = coMoment("correlation", CORRELATION, 2, {
  ...ALL,
  name: "correlation",
  signature: "correlation(other, n, minimumPresent = n)",
  meaning: "Pearson's correlation with another series over the last n sessions.",
  formula: "Σ (y − ȳ)(x − x̄) / √(Σ (y − ȳ)² · Σ (x − x̄)²)",
  unit: "none, from −1 to 1",
  missing: `${PAIRS}, and where one of the two does not vary.`,
  lookBack: "n − 1, n ≥ 2",
  example: {
    code: "field.close.correlation(field.volume, 5)",
    output: [-0.373897, -0.314384, -0.401807, 0.19868],
  },
});

/** The slope of the regression of this series on another: Sxy / Sxx. Unit: this one's per the other's. */
export const regressionSlope = coMoment("regressionSlope", SLOPE, 2, {
  ...ALL,
  name: "regressionSlope",
  signature: "regressionSlope(other, n, minimumPresent = n)",
  meaning:
    "The slope of the regression of this series on another over the last n sessions; `beta` is the same.",
  formula: "Σ (y − ȳ)(x − x̄) / Σ (x − x̄)²",
  unit: "this series' unit per unit of the other",
  missing: `${PAIRS}, and where the other does not vary.`,
  lookBack: "n − 1, n ≥ 2",
  example: {
    code: "field.close.regressionSlope(field.open, 5)",
    output: [0.166667, 0.166667, -0.0131579, -0.0757576],
  },
});

/** ȳ − slope · x̄. Unit: unchanged. */
export const regressionIntercept = coMoment("regressionIntercept", INTERCEPT, 2, {
  ...ALL,
  name: "regressionIntercept",
  signature: "regressionIntercept(other, n, minimumPresent = n)",
  meaning: "The intercept of the regression of this series on another over the last n sessions.",
  formula: "ȳ − slope · x̄",
  unit: "unchanged",
  missing: `${PAIRS}, and where the other does not vary.`,
  lookBack: "n − 1, n ≥ 2",
  example: {
    code: "field.close.regressionIntercept(field.open, 5)",
    output: [86.0333, 87.0333, 105.974, 112.924],
  },
});

/** (y(t) − ȳ) − slope · (x(t) − x̄): what the other series does not explain today. Unit: unchanged. */
export const regressionResidual = coMoment("regressionResidual", RESIDUAL, 2, {
  ...ALL,
  name: "regressionResidual",
  signature: "regressionResidual(other, n, minimumPresent = n)",
  meaning: "What the regression on another series over the last n sessions leaves of the current value.",
  formula: "(y(t) − ȳ) − slope · (x(t) − x̄)",
  unit: "unchanged",
  missing: `${PAIRS}, where one of the two is missing on the session, and where the other does not vary.`,
  lookBack: "n − 1, n ≥ 2",
  example: { code: "field.close.regressionResidual(field.open, 5)", output: [-0.2, 1.8, 0.434211, 1.95455] },
});

/** The square of the correlation: the share of the variance that the regression explains. No unit. */
export const rSquared = coMoment("rSquared", R_SQUARED, 2, {
  ...ALL,
  name: "rSquared",
  signature: "rSquared(other, n, minimumPresent = n)",
  meaning:
    "The share of the variance over the last n sessions that the regression on another series explains.",
  formula: "correlation²",
  unit: "none, from 0 to 1",
  missing: `${PAIRS}, and where one of the two does not vary.`,
  lookBack: "n − 1, n ≥ 2",
  example: {
    code: "field.close.rSquared(field.open, 5)",
    output: [0.0568182, 0.0735294, 0.000506073, 0.00757576],
  },
});
