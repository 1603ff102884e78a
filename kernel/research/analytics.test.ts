import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../engine/index.ts";
import { analytics } from "./analytics.ts";
import { returnMetric } from "./return-metrics.ts";
import { runNotebook } from "./testing/run-notebook.ts";

const record = [0.01, -0.02, 0.03, 0.015, -0.005, 0.02, -0.01, 0.012, 0.004, -0.003];
const other = [0.02, -0.01, 0.01, 0.005, -0.015, 0.01, -0.02, 0.022, 0.003, 0.001];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sharpe ratio per period and its PSR, by the textbook. */
const byHand = (returns: readonly number[], reference: number) => {
  const n = returns.length;
  const centred = returns.map((r) => r - mean(returns));
  const moment = (power: number) => mean(centred.map((d) => d ** power));
  const sharpe = mean(returns) / Math.sqrt((moment(2) * n) / (n - 1));
  const [g3, g4] = [moment(3) / moment(2) ** 1.5, moment(4) / moment(2) ** 2];
  const spread = Math.sqrt(1 - g3 * sharpe + ((g4 - 1) / 4) * sharpe * sharpe);
  return { sharpe, psr: normalCdf(((sharpe - reference) * Math.sqrt(n - 1)) / spread) };
};

describe("analytics in a cell", () => {
  it("takes a yearly target, and a list of numbers as returns", () => {
    const own = analytics.probabilisticSharpe(record, { target: 2, periodsPerYear: 100 });
    expect(own).toBeCloseTo(byHand(record, 0.2).psr, 12);
    expect(analytics.probabilisticSharpe(Float64Array.from(record))).toBeCloseTo(byHand(record, 0).psr, 12);
  });

  it("finds the track record after which the probability is the wanted one", () => {
    const { sharpe } = byHand(record, 0);
    const half = sharpe / 2;
    const periods = analytics.minimumTrackRecord(record, {
      target: half,
      periodsPerYear: 1,
      probability: 0.9,
    });
    const needed = analytics.probabilisticSharpe(record, { target: half, periodsPerYear: 1 });
    // PSR is Φ(c·√(n − 1)) with one c, and n is 10 here.
    const c = normalQuantile(needed) / 3;
    expect(periods).toBeCloseTo(1 + (1.2815515655446004 / c) ** 2, 8);
  });

  it("deflates the best of several trials by what luck would give", () => {
    const found = analytics.deflatedSharpe([record, other], { periodsPerYear: 4 });
    const [a, b] = [byHand(record, 0).sharpe, byHand(other, 0).sharpe];
    expect(found.sharpe).toBeCloseTo(Math.max(a, b) * 2, 12);
    expect(found.trials).toBe(2);
    const best = record.length > 0 && a >= b ? record : other;
    expect(found.probability).toBeCloseTo(byHand(best, found.expectedBest / 2).psr, 12);
    // Two trials: the deviation is |a − b|/√2, and E[max] is (1 − γ)Φ⁻¹(½) + γΦ⁻¹(1 − 1/2e), of which the first is 0.
    expect(found.expectedBest / 2 / (Math.abs(a - b) / Math.SQRT2)).toBeCloseTo(0.5772156649 * 0.9001, 3);
  });

  it("finds a bootstrap interval around the estimate, the same for the same seed", () => {
    const ask = (seed: number) =>
      analytics.bootstrap(record, "sharpe", { seed, resamples: 200, meanBlock: 2, periodsPerYear: 4 });
    const found = ask(3);
    expect(found.estimate).toBeCloseTo(byHand(record, 0).sharpe * 2, 12);
    expect(found.lower).toBeLessThan(found.estimate);
    expect(found.upper).toBeGreaterThan(found.estimate);
    expect(ask(3)).toEqual(found);
    expect(ask(4).lower).not.toBe(found.lower);
    const own = analytics.bootstrap(record, (returns) => mean([...returns]), { seed: 1, meanBlock: 2 });
    expect(own.estimate).toBeCloseTo(mean(record), 15);
  });

  it("gives a cell's own metric a copy, which it may change", () => {
    const ask = (metric: (returns: Float64Array) => number) =>
      analytics.bootstrap(record, metric, { seed: 1, meanBlock: 2, resamples: 20 });
    expect(ask((returns) => returns.fill(0.5)[0]!).estimate).toBe(0.5);
    expect(ask((returns) => returns[0]!).estimate).toBe(0.01);
  });

  it("has a metric of returns for each name of a tear sheet that is made of returns alone", async () => {
    const code = `const best = strategy({ name: "s", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly",
  signal: ({ field }) => field.close.rank(), weights: ({ signal }) => signal.top(50).equal() });
const run = await backtest(best, { from: "2020-01-06", to: "2020-03-20", capital: usd(1_000_000), costs: "none" });
const all = metrics(run);
const names: ReturnMetric[] = ["totalReturn", "cagr", "volatility", "sharpe", "sortino", "downsideDeviation", "maxDrawdown",
  "calmar", "omega", "stability", "hitRate", "skewness", "kurtosis", "tailRatio", "valueAtRisk", "conditionalValueAtRisk",
  "bestDay", "worstDay"];
names.filter((name) => analytics.bootstrap(run, name, { seed: 1, resamples: 2, meanBlock: 50 }).estimate !== all[name]).join();`;
    const { faults, done } = await runNotebook([code]);
    expect(faults).toEqual([]);
    expect(done[0]!.error).toBeNull();
    expect(done[0]!.outputs).toMatchObject([{ kind: "value", value: { preview: '""' } }]);
  });

  it("splits a run's return by instrument, market and cost, each of which adds up to what it made", async () => {
    const code = `const best = strategy({ name: "s", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly",
  signal: ({ field }) => field.close.rank(), weights: ({ signal }) => signal.top(50).equal() });
const run = await backtest(best, { from: "2020-01-06", to: "2020-03-20", capital: usd(1_000_000), costs: "institutional" });
const keys: AttributionKey[] = ["instrument", "sector", "market", "currency", "cost"];
const totals = keys.map((key) => analytics.attribution(run, key).totalProfitMinor);
const change = run.navMinor.at(-1)! - run.navMinor[0]!;
[totals.every((total) => total === change && total !== 0), analytics.attribution(run, "market").labels].join();`;
    const { faults, done } = await runNotebook([code]);
    expect(faults).toEqual([]);
    expect(done[0]!.error).toBeNull();
    expect(done[0]!.outputs).toMatchObject([
      { kind: "value", value: { preview: '"true,(cash),XKRX,XLON,XNYS"' } },
    ]);
    const wrong = code.replace(
      "analytics.attribution(run, key)",
      'analytics.attribution(run, "colour" as never)',
    );
    const refused = await runNotebook([wrong]);
    expect(refused.done[0]!.error?.message).toContain(
      'by "instrument", "sector", "market", "currency", "cost"',
    );
  });

  it("regresses on factors by name", () => {
    const factor = [0.01, -0.01, 0.02, 0, 0.01, -0.02];
    const exact = factor.map((f, t) => 0.001 + 2 * f + (t % 2 === 0 ? 1e-6 : -1e-6));
    const { names, coefficients, meanReturn, contributions } = analytics.factorRegression(exact, {
      market: factor,
    });
    expect(names).toEqual(["alpha", "market"]);
    expect(coefficients[1]).toBeCloseTo(2, 3);
    expect(contributions[0]! + contributions[1]!).toBe(meanReturn);
  });

  it("splits an active return by sector, of one period or of many", () => {
    const period = {
      portfolioWeights: [0.6, 0.4],
      portfolioReturns: [0.1, 0],
      benchmarkWeights: [0.5, 0.5],
      benchmarkReturns: [0.05, 0.01],
    };
    expect(Array.from(analytics.brinson(period).allocation, (x) => Number(x.toPrecision(6)))).toEqual([
      0.002, 0.002,
    ]);
    const many = analytics.brinson([period, period], { linking: "menchero" });
    expect(many.activeReturn).toBeCloseTo(1.06 ** 2 - 1.03 ** 2, 12);
  });

  it("attributes money by label", () => {
    const { labels, contribution } = analytics.attribution({
      profitMinor: [6, 4, 11, -1],
      navMinor: [100, 110, 120],
      labels: ["XNYS", "XKRX"],
    });
    expect(labels).toEqual(["XKRX", "XNYS"]);
    expect(contribution[0]! + contribution[1]!).toBeCloseTo(0.2, 15);
  });

  it("splits time for validation", () => {
    const spans = { starts: [0, 1, 2, 3], ends: [0, 2, 2, 3] };
    expect(analytics.purgedKFold(spans, 2).map(({ train }) => [...train])).toEqual([[3], [0]]);
    const validation = analytics.combinatorialPurged(spans, 2, 1);
    expect(
      analytics
        .assemblePaths(validation, [
          [1, 2],
          [3, 4],
        ])
        .map((path) => [...path]),
    ).toEqual([[1, 2, 3, 4]]);
    expect(analytics.walkForward(5, { train: 2, gap: 1, test: 2 })).toHaveLength(1);
  });

  it("finds that the best of many trials of noise is overfitted half of the time", () => {
    // A low-discrepancy walk in place of noise: no trial is better than another for long.
    const trials = Array.from({ length: 8 }, (_, k) =>
      Array.from({ length: 64 }, (_unused, t) => ((t * (k + 3) * 0.618033988749895) % 1) - 0.5),
    );
    const { probability, logits } = analytics.overfitting(trials, { blocks: 6 });
    expect(logits).toHaveLength(20);
    expect(probability).toBeGreaterThan(0.2);
    expect(analytics.overfitting([record, record.map((r) => r - 0.05)], { blocks: 2 }).probability).toBe(0);
  });

  it.each([
    ["too few returns", () => analytics.probabilisticSharpe([0.1]), "too-few-observations"],
    ["one trial", () => analytics.deflatedSharpe([record]), "bad-argument"],
    ["a flat record", () => analytics.probabilisticSharpe([0.1, 0.1, 0.1, 0.1]), "zero-variance"],
    [
      "a target it does not reach",
      () => analytics.minimumTrackRecord(record, { target: 99 }),
      "bad-argument",
    ],
    ["odd blocks", () => analytics.overfitting([record, other], { blocks: 3 }), "bad-argument"],
    ["a run that is none", () => analytics.returns({} as never), "bad-argument"],
    ["returns that are none", () => analytics.probabilisticSharpe(5 as never), "bad-argument"],
    ["a metric that is none", () => returnMetric("toString" as never, 252), "bad-argument"],
  ])("refuses %s by name", (_, ask, code) => {
    expect(ask).toThrow(expect.objectContaining({ name: "ResearchError", code }));
  });
});
