// ---
// asof: 1
// title: Momentum, how much of it is search
// snapshot: sample-2024
// ---

// %% [markdown] id=s1h4qe
/*
# Momentum, how much of it is search

Whoever tries twenty variants of a strategy and keeps the best has also kept the luckiest. This notebook runs every variant, looks at all of them, and asks how much of the best one is left when the search is paid for.

All data in this notebook is **synthetic**.
*/

// %% [markdown] id=s2n5xo
/*
## The strategy, with its parameters open

A sweep runs the strategy in several workers, and each makes it anew from the cell that defines it. So it stands in a cell of its own.
*/

// %% id=s3c7ab
const momentum = strategy({
  name: "Momentum",
  universe: "GLOBAL_LARGE",
  decide: atClose("XNYS", { delay: "30m" }),
  rebalance: "month-end",
  params: { lookback: param.int(252, { min: 40, max: 504 }), skip: param.int(21), top: param.percent(10) },
  signal: ({ field, p }) => field.totalReturn.delay(p.skip).div(field.totalReturn.delay(p.lookback)).minus(1).rank(),
  weights: ({ signal, p }) => signal.top(p.top).equal(),
});

// %% [markdown] id=s4d2mm
/*
## Every variant

Four look-backs by four widths of the portfolio, with the costs of an institution. Stop ends a sweep at once. The map shows the Sharpe ratio; one bright place among dark ones would be a reason for doubt.
*/

// %% id=s5k9pz
const swept = await sweep(momentum, {
  from: "2016-01-01", to: "2023-12-31", capital: usd(100_000_000), costs: "institutional",
  parameters: grid({ lookback: [63, 126, 189, 252], top: [5, 10, 20, 30] }),
});
sweepMap(swept, { metric: "sharpe", title: "Sharpe ratio, net of costs" });
sweepMap(swept, { metric: "maxDrawdown", title: "Deepest fall" });

// %% [markdown] id=s6e3ru
/*
## The best one, after the search

- **DSR**: the probability that the best variant's true Sharpe ratio is above the best that this many variants would show by luck alone.
- **PBO**: how often the variant that was best in one half of the time is in the lower half of all variants in the other.
- The interval says how far the same Sharpe ratio could have come out by chance, from blocks of its own days.
*/

// %% id=s7q1sd
const [best] = swept.best("sharpe", { count: 1 });
const bestReturns = swept.returns(best!.index);
const deflated = analytics.deflatedSharpe(swept);
const overfitting = analytics.overfitting(swept, { blocks: 10 });
const interval = analytics.bootstrap(bestReturns, "sharpe", { seed: 1, resamples: 500 });
table([
  { question: "Look-back of the best variant, sessions", answer: best!.parameters.lookback },
  { question: "Names held by the best variant, %", answer: best!.parameters.top },
  { question: "Its Sharpe ratio", answer: deflated.sharpe },
  { question: "Best Sharpe ratio expected of luck alone", answer: deflated.expectedBest },
  { question: "DSR: probability of skill beyond that", answer: deflated.probability },
  { question: "PBO: probability of overfitting", answer: overfitting.probability },
  { question: "Sharpe ratio, lower end of 95 %", answer: interval.lower },
  { question: "Sharpe ratio, upper end of 95 %", answer: interval.upper },
], { title: "What is left of the best variant" });

// %% [markdown] id=s8t6wy
/*
## What the variants share

All of them follow the market they buy from. The regression takes the benchmark out; alpha is per day. Its t-statistic, and not its size, says whether anything is left.
*/

// %% id=s9w2ka
const tried = await backtest(momentum, {
  from: "2016-01-01", to: "2023-12-31", capital: usd(100_000_000), costs: "institutional",
  params: best!.parameters,
});
const regression = analytics.factorRegression(tried, { market: analytics.benchmarkReturns(tried) });
table(regression.names.map((name, k) => ({
  name,
  coefficient: regression.coefficients[k],
  tStatistic: regression.tStatistics[k],
  pValue: regression.pValues[k],
})), { title: "The best variant on its benchmark" });
