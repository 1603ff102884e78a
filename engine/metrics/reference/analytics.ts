import type { MetricReference } from "./metric-entry.ts";

const TRIALS = "[Float64Array.of(0.01, -0.02, 0.03, 0.01), Float64Array.of(0.02, 0.01, -0.01, 0.03)]";
const SPANS = "{ starts: Float64Array.of(0, 1, 2, 3), ends: Float64Array.of(0, 2, 2, 3) }";
const SPANS_SAID =
  "`spans` has one start (not descending) and one end of its label per observation, in one unit; `embargo` is in that unit.";

/** Cross-validation, overfitting, confidence, and where a return came from. */
export const analyticsReference: readonly MetricReference[] = [
  {
    name: "overfittingProbability",
    group: "validation",
    signature: "overfittingProbability(trials, blocks = 16)",
    meaning:
      "PBO by combinatorially symmetric cross-validation: how often the variant that was best in one half of the record is at or below the median in the other.",
    formula:
      "the share of λ ≤ 0, λ = ln(ω/(1 − ω)), ω = r/(N + 1), r the rank out of sample of the best in sample",
    unit: "probability",
    conventions:
      "`trials` are all variants that were tried, one return per period of the same periods, none missing. `blocks` is even, 2 to 20; the oldest T mod S periods are dropped.",
    undefinedWhen:
      "`too-few-observations` below two trials or two periods a block, `zero-variance` when a trial does not vary in a half, `bad-argument` for missing returns or unequal lengths",
    source:
      'Bailey, Borwein, López de Prado & Zhu (2017), "The probability of backtest overfitting", section 3.',
    cell: "analytics.overfitting(swept)",
    example: {
      code: `overfittingProbability(${TRIALS}, 2)`,
      output:
        "{probability: 1, logits: [-0.693147, -0.693147], best: [1, 0], inSample: [2.12132, 1.41421], outOfSample: [0.353553, -0.235702], probabilityOfLoss: 0.5, periods: 4}",
    },
  },
  {
    name: "stationaryBootstrap",
    group: "validation",
    signature:
      'stationaryBootstrap(series, metric, { seed, resamples = 1000, meanBlock, confidence = 0.95, interval = "percentile" })',
    meaning:
      "A confidence interval for any metric: records are resampled in blocks of random length, so that dependence over time lives on.",
    formula:
      "quantiles of the metric over the resampled records (or those mirrored at the estimate, `basic`)",
    unit: "that of the metric",
    conventions:
      "`series` are those the metric takes, resampled together; periods with any missing are dropped first. The mean block is found from the series unless given. The same seed gives the same interval on every machine.",
    undefinedWhen:
      "`too-few-observations` below two periods, `bad-argument` for unequal lengths or an argument out of range, and as the metric when the record or more than a tenth of the resamples has none",
    source:
      'Politis & Romano (1994), "The stationary bootstrap", Journal of the American Statistical Association.',
    cell: 'analytics.bootstrap(run, "sharpe", { seed: 1 })',
    example: {
      code: "stationaryBootstrap([Float64Array.of(0.01, -0.02, 0.03, 0.01)], (r) => totalReturn(r), { seed: 1, resamples: 2, meanBlock: 2 })",
      output:
        "{estimate: 0.0296889, lower: 0.0301987, upper: 0.0495691, standardError: 0.0144178, resampled: [0.0500788, 0.0296889], undefinedResamples: 0, meanBlock: 2}",
    },
  },
  {
    name: "blockLength",
    group: "validation",
    signature: "blockLength(values)",
    meaning: "The mean block length of a stationary bootstrap that is best for the mean of a series.",
    formula: "b = (G²/g²·n)^(1/3), g = Σ λ(k/M)·R(k), G = Σ λ(k/M)·|k|·R(k)",
    unit: "periods",
    conventions: "One value per period in order of time; missing ones are dropped.",
    undefinedWhen: "`too-few-observations` below ten, `zero-variance` when values do not vary",
    source:
      'Politis & White (2004), "Automatic block-length selection for the dependent bootstrap", as corrected by Patton, Politis & White (2009).',
    example: {
      code: "blockLength(Float64Array.of(1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3, 4))",
      output: "4",
    },
  },
  {
    name: "walkForward",
    group: "validation",
    signature: "walkForward(periods, { train, gap = 0, test, step = test, isAnchored = false })",
    meaning: "Train on a window, leave out a gap, test on the next one, move on by a step.",
    formula: "train [a, a + train), test [a + train + gap, a + train + gap + test), a = 0, step, 2·step …",
    unit: "row numbers, ascending from the oldest period, 0",
    conventions: "Lengths in periods. Only whole test windows; a rest at the end is not tested.",
    undefinedWhen:
      "`too-few-observations` when not even one split fits, `bad-argument` for a length out of range",
    source: 'Pardo (2008), "The evaluation and optimization of trading strategies", chapter 11.',
    cell: "analytics.walkForward(2520, { train: 756, gap: 21, test: 252 })",
    example: {
      code: "walkForward(5, { train: 2, gap: 1, test: 2 })",
      output: "[{train: [0, 1], test: [3, 4]}]",
    },
  },
  {
    name: "purgedKFold",
    group: "validation",
    signature: "purgedKFold(spans, folds, embargo = 0)",
    meaning:
      "K-fold cross-validation for labels that overlap in time: what touches the test fold, and what begins within an embargo after it, is left out of training.",
    formula: "train = observations whose closed span has nothing in common with the test fold's time",
    unit: "row numbers",
    conventions: SPANS_SAID,
    undefinedWhen:
      "`too-few-observations` when a fold or a training set would be empty, `bad-argument` for fewer than two folds, unfit spans or a negative embargo",
    source: 'López de Prado (2018), "Advances in financial machine learning", section 7.4.',
    cell: "analytics.purgedKFold({ starts, ends }, 5, 5)",
    example: {
      code: `purgedKFold(${SPANS}, 2)`,
      output: "[{train: [3], test: [0, 1]}, {train: [0], test: [2, 3]}]",
    },
  },
  {
    name: "combinatorialPurged",
    group: "validation",
    signature: "combinatorialPurged(spans, groups, testGroups, embargo = 0)",
    meaning:
      "Every choice of k of N groups tested in turn, purged as in `purgedKFold`; the tests make k·C(N, k)/N paths, each covering all observations once.",
    formula: "C(N, k) splits, C(N − 1, k − 1) paths",
    unit: "row numbers",
    conventions: `${SPANS_SAID} 2 ≤ N ≤ 20 and 1 ≤ k < N.`,
    undefinedWhen:
      "`too-few-observations` when a group or a training set would be empty, `bad-argument` for unfit spans, groups or embargo",
    source: 'López de Prado (2018), "Advances in financial machine learning", section 12.4.',
    cell: "analytics.combinatorialPurged({ starts, ends }, 6, 2, 5)",
    example: { code: `combinatorialPurged(${SPANS}, 4, 2).value.pathCount`, output: "3" },
  },
  {
    name: "assemblePaths",
    group: "validation",
    signature: "assemblePaths(validation, tested)",
    meaning: "Of each path of combinatorial cross-validation one value per observation.",
    formula: "path p takes group g from the split that tested it for p",
    unit: "that of the values",
    conventions: "`tested` has per split one value per row of its test; missing values stay missing.",
    undefinedWhen: "`bad-argument` when a split's values do not fit its test rows",
    cell: "analytics.assemblePaths(validation, tested)",
    example: {
      code: `assemblePaths(combinatorialPurged(${SPANS}, 2, 1).value, [Float64Array.of(1, 2), Float64Array.of(3, 4)])`,
      output: "[[1, 2, 3, 4]]",
    },
  },
  {
    name: "factorRegression",
    group: "factors and attribution",
    signature: "factorRegression(returns, factors, { lags, riskFree = 0, hasSmallSampleFactor = false })",
    meaning:
      "Least squares of returns on factors: alpha, loadings, Newey–West errors, and what each factor contributed to the mean return.",
    formula: "r − rf = α + Σ β_k·f_k + e; contribution of k = β_k·mean(f_k)",
    unit: "per period, not a year",
    conventions:
      "One simple return per period and factor; periods with any missing are dropped. `lags` is ⌊4(n/100)^(2/9)⌋ unless given, 0 is White's.",
    undefinedWhen:
      "`too-few-observations` without two periods more than factors, `zero-variance` when returns do not vary or a factor follows from the others, `bad-argument` for unequal lengths or repeated names",
    source: "Newey & West (1987); Fama & French (1993) for the use on factor returns.",
    cell: "analytics.factorRegression(run, { market: analytics.benchmarkReturns(run) })",
    example: {
      code: 'factorRegression(Float64Array.of(0.01, -0.02, 0.03, 0.01), [{ name: "market", returns: Float64Array.of(0.02, -0.01, 0.02, 0) }]).value.coefficients',
      output: "[-0.00111111, 1.14815]",
    },
  },
  {
    name: "brinson",
    group: "factors and attribution",
    signature: 'brinson(period, model = "brinson-fachler")',
    meaning:
      "The active return of one period by sector: allocation, selection and interaction, which add up exactly.",
    formula: "(w − W)(B − b), W(r − B), (w − W)(r − B); b is 0 in the Hood–Beebower model",
    unit: "share; 0.01 is one point",
    conventions:
      "Weights at the start as shares of NAV. A missing r counts as B, a missing B as b, where the weight is 0.",
    undefinedWhen:
      "`too-few-observations` without sectors, `bad-argument` for unequal lengths, values that are not finite, or weights whose sums differ (put cash in as a sector)",
    source:
      'Brinson, Hood & Beebower (1986); Brinson & Fachler (1985), "Measuring non-US equity portfolio performance".',
    cell: "analytics.brinson(period)",
    example: {
      code: "brinson({ portfolioWeights: Float64Array.of(0.6, 0.4), portfolioReturns: Float64Array.of(0.1, 0), benchmarkWeights: Float64Array.of(0.5, 0.5), benchmarkReturns: Float64Array.of(0.05, 0.01) })",
      output:
        "{allocation: [0.002, 0.002], selection: [0.025, -0.005], interaction: [0.005, 0.001], portfolioReturn: 0.06, benchmarkReturn: 0.03, activeReturn: 0.03}",
    },
  },
  {
    name: "linkBrinson",
    group: "factors and attribution",
    signature: 'linkBrinson(periods, linking = "carino", model = "brinson-fachler")',
    meaning:
      "Attribution over many periods: each period's effects weighted so that they add up to the compounded R − b.",
    formula: "Cariño: β_t = k_t/k, k = (ln(1 + R) − ln(1 + b))/(R − b). Menchero: β_t = M + C(r_t − b_t)",
    unit: "share",
    conventions: "`periods` in order of time, sectors in one order.",
    undefinedWhen:
      "as `brinson`, `too-few-observations` without a period, `bad-argument` when the number of sectors changes, `ruin` when a period loses everything",
    source:
      'Cariño (1999), "Combining attribution effects over time"; Menchero (2000), "An optimized approach to linking attribution effects over time", Journal of Performance Measurement.',
    cell: "analytics.brinson([january, february])",
    example: {
      code: "linkBrinson([0.1, 0.2].map((r) => ({ portfolioWeights: Float64Array.of(1), portfolioReturns: Float64Array.of(r), benchmarkWeights: Float64Array.of(1), benchmarkReturns: Float64Array.of(0.05) }))).value.selection",
      output: "[0.2175]",
    },
  },
  {
    name: "attributeRun",
    group: "factors and attribution",
    signature: "attributeRun(run, by)",
    meaning: "Where a run's return came from: by instrument, sector, market, currency or kind of cost.",
    formula: "as attributeByLabel, of the profits of each calendar month",
    unit: "share, and whole minor units of money",
    conventions:
      'A profit is the change of a position\'s worth plus what it brought in and out, costs of trading deducted; by "cost" it is before costs. What no position earned (interest, fees for borrowed shares, exchange differences of money due) is labelled "(cash)". Parts add up to the change in NAV exactly.',
    undefinedWhen: "`too-few-observations` for a run of one session",
    source: 'Cariño (1999), "Combining attribution effects over time", eq. 9.',
    cell: 'analytics.attribution(run, "market")',
    example: {
      code: 'attributeRun({ navMinor: Float64Array.of(100, 110), profits: { end: [1], firstItem: [0, 1], instrument: [0], profitMinor: [9] }, fills: { instruments: [{ iid: "A", mic: "XNYS" }] } }, "market").value.profitMinor',
      output: "[1, 9]",
    },
  },
  {
    name: "attributeByLabel",
    group: "factors and attribution",
    signature: "attributeByLabel({ profitMinor, navMinor, flowsMinor, labels })",
    meaning: "A return split by label: by instrument, sector, market, currency or kind of cost.",
    formula: "Σ_t c_t·k(r_t)/k(R), c = profit/(NAV + flow), k(r) = ln(1 + r)/r",
    unit: "share, and whole minor units of money",
    conventions:
      "`profitMinor` is periods × items in row-major order, costs negative; `navMinor` has periods + 1 entries. All whole minor units of one currency. Parts add up exactly.",
    undefinedWhen:
      "`bad-argument` when profits do not explain the NAV or shapes do not agree, `too-few-observations` without a period, `ruin` when capital is not above 0 or everything was lost",
    source: 'Cariño (1999), "Combining attribution effects over time", eq. 9.',
    cell: "analytics.attribution({ profitMinor, navMinor, labels })",
    example: {
      code: 'attributeByLabel({ profitMinor: Float64Array.of(6, 4), navMinor: Float64Array.of(100, 110), labels: ["XNYS", "XKRX"] }).value.contribution',
      output: "[0.04, 0.06]",
    },
  },
];
