import type { MetricReference } from "./metric-entry.ts";

const SAMPLE =
  "`sample` has the Sharpe ratio per period (not annualised), the number of returns, skewness and raw kurtosis (3 for a normal sample), as `sharpeSample` gives them.";

/** The Sharpe ratio, and how much is known of it. */
export const sharpeReference: readonly MetricReference[] = [
  {
    name: "sharpe",
    group: "Sharpe ratio and its evidence",
    signature: "sharpe(returns, periodsPerYear = 252, riskFree = 0)",
    meaning: "Mean return above the risk-free one over its standard deviation, a year.",
    formula: "mean(r − rf)/s·√A, s the sample standard deviation of r − rf",
    unit: "none",
    conventions:
      "`returns` are simple returns, one per period. `riskFree` is per period: one number, or one per return. Times with either missing are dropped. `periodsPerYear` annualises and is never guessed.",
    undefinedWhen:
      "`too-few-observations` below two returns, `zero-variance` when the excess return never varies, `bad-argument` for unequal lengths or infinite values",
    source: 'Sharpe (1994), "The Sharpe ratio".',
    tearSheet: { key: "sharpe", format: "ratio" },
    cell: "metrics(run).sharpe",
    example: { code: "sharpe(Float64Array.of(0.01, -0.02, 0.03), 12, 0.001)", output: "0.780013" },
  },
  {
    name: "sharpeSample",
    group: "Sharpe ratio and its evidence",
    signature: "sharpeSample(returns, riskFree = 0)",
    meaning: "What the probabilistic and the deflated Sharpe ratio need of a record.",
    formula: "SR per period, n, g₃, g₄",
    unit: "none",
    conventions: "Missing returns are dropped and not counted. `riskFree` is one number per period.",
    undefinedWhen: "`too-few-observations` below four returns, `zero-variance` when they do not vary",
    example: {
      code: "sharpeSample(Float64Array.of(0.01, -0.02, 0.03, 0.01))",
      output: "{sharpe: 0.363803, n: 4, skewness: -0.411847, rawKurtosis: 2.03806}",
    },
  },
  {
    name: "probabilisticSharpe",
    group: "Sharpe ratio and its evidence",
    signature: "probabilisticSharpe(sample, reference = 0)",
    meaning: "PSR: the probability that the true Sharpe ratio is above a reference.",
    formula: "Φ[(SR − SR*)·√(n − 1) / √(1 − g₃·SR + (g₄ − 1)/4·SR²)]",
    unit: "probability",
    conventions: `${SAMPLE} \`reference\` (SR*) is per period.`,
    undefinedWhen:
      "`too-few-observations` below two returns, `zero-variance` when the estimate's variance is not positive, `bad-argument` for a number that is not finite",
    source: 'Bailey & López de Prado (2012), "The Sharpe ratio efficient frontier", eq. 11.',
    tearSheet: { key: "psr", format: "probability" },
    cell: "analytics.probabilisticSharpe(run, { target: 0.5 })",
    example: {
      code: "probabilisticSharpe({ sharpe: 0.1, n: 250, skewness: -0.5, rawKurtosis: 5 })",
      output: "0.937321",
    },
  },
  {
    name: "minimumTrackRecord",
    group: "Sharpe ratio and its evidence",
    signature: "minimumTrackRecord(sample, reference, probability = 0.95)",
    meaning:
      "MinTRL: how many returns it takes until the Sharpe ratio is above a reference with a probability.",
    formula: "1 + [1 − g₃·SR + (g₄ − 1)/4·SR²]·(Φ⁻¹(p)/(SR − SR*))²",
    unit: "periods",
    conventions: `${SAMPLE} \`reference\` (SR*) is per period, \`probability\` (p) between 0 and 1.`,
    undefinedWhen:
      "`bad-argument` unless SR is above the reference, `zero-variance` when the estimate's variance is not positive",
    source: 'Bailey & López de Prado (2012), "The Sharpe ratio efficient frontier", eq. 13.',
    cell: "analytics.minimumTrackRecord(run)",
    example: {
      code: "minimumTrackRecord({ sharpe: 0.1, skewness: -0.5, rawKurtosis: 5 }, 0)",
      output: "287.788",
    },
  },
  {
    name: "expectedMaxSharpe",
    group: "Sharpe ratio and its evidence",
    signature: "expectedMaxSharpe(trials)",
    meaning: "The best Sharpe ratio one would expect of so many independent tries without skill.",
    formula: "(1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e)), γ = 0.5772…",
    unit: "standard deviations of the trials' Sharpe ratios",
    conventions: "`trials` (N) is how many variants were tried, not only those that were kept.",
    undefinedWhen: "`bad-argument` for fewer than two trials",
    source: 'Bailey & López de Prado (2014), "The deflated Sharpe ratio", eq. 1.',
    example: { code: "expectedMaxSharpe(10)", output: "1.5746" },
  },
  {
    name: "deflatedSharpe",
    group: "Sharpe ratio and its evidence",
    signature: "deflatedSharpe(sample, trials, trialsVariance)",
    meaning:
      "DSR: the probabilistic Sharpe ratio against the best one would expect of the tries without skill.",
    formula: "PSR at SR* = √(variance of the trials' Sharpe ratios)·E[max_N]",
    unit: "probability",
    conventions: `${SAMPLE} \`trialsVariance\` is that of the trials' Sharpe ratios per period.`,
    undefinedWhen:
      "as `probabilisticSharpe` and `expectedMaxSharpe`, and `bad-argument` for a negative variance",
    source: 'Bailey & López de Prado (2014), "The deflated Sharpe ratio", eq. 2.',
    cell: "analytics.deflatedSharpe(swept)",
    example: {
      code: "deflatedSharpe({ sharpe: 0.1, n: 250, skewness: -0.5, rawKurtosis: 5 }, 100, 0.0005)",
      output: "0.7471",
    },
  },
];
