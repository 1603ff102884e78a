import { expect, test } from "vitest";
import { runBacktest } from "../backtest/run-backtest.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { momentumExpression, unwrap } from "../testing/strategies.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
import { drawdownTable } from "./drawdown-table.ts";
import { monthlyReturns } from "./monthly-returns.ts";
import { type RunConventions, runMetricValue, sampleRun } from "./run-metrics.ts";
import { summariseRun } from "./summarise-run.ts";

const day = (iso: string) => Date.parse(iso) / 86_400_000;

test("the drawdown table has peak, trough and recovery, deepest first, and null while one goes on", () => {
  const dates = Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const levels = Float64Array.of(10, 9, 10, 12, 6, 9, 12, 11);
  expect(drawdownTable(dates, levels)).toEqual([
    { peak: 4, trough: 5, recovery: 7, depth: -0.5, sessions: 3 },
    { peak: 1, trough: 2, recovery: 3, depth: 9 / 10 - 1, sessions: 2 },
    { peak: 7, trough: 8, recovery: null, depth: 11 / 12 - 1, sessions: 1 },
  ]);
});

test("monthly returns run from the last level of the month before, and multiply to the year's", () => {
  const dates = Int32Array.from(["2019-12-30", "2019-12-31", "2020-01-15", "2020-01-31", "2020-02-03"], day);
  const years = monthlyReturns(dates, Float64Array.of(100, 110, 105, 121, 60.5));
  expect(years.map(({ year }) => year)).toEqual([2019, 2020]);
  expect(years[0]!.months[11]).toBeCloseTo(0.1, 12);
  expect(years[1]!.months[0]).toBeCloseTo(0.1, 12);
  expect(years[1]!.months[1]).toBeCloseTo(-0.5, 12);
  expect(years[1]!.months[2]).toBeNaN();
  expect(years[1]!.total).toBeCloseTo(0.55 - 1, 12);
});

test("a summary has one entry per date in each series, and a value or a reason for each metric", () => {
  const panel = createWorld({ seed: 5, instruments: 6, sessions: 40, hasActions: true });
  const config = worldConfig(costModels.institutional);
  const run = unwrap(runBacktest({ panel, strategy: momentumExpression(), parameters: {}, config }));
  const summary = summariseRun(run);
  for (const series of [summary.equity, summary.drawdown, summary.benchmarkDrawdown])
    expect(series.length).toBe(run.dates.length);
  for (const { value, reason } of summary.metrics) {
    expect(value === null).toBe(reason !== null);
    if (value !== null) expect(Number.isFinite(value)).toBe(true);
  }
  const keys = summary.metrics.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(summary.equity[0]).toBe(1);
});

test("a summary follows the conventions it is given, and only the figures they concern", () => {
  const panel = createWorld({ seed: 5, instruments: 6, sessions: 40, hasActions: true });
  const config = worldConfig(costModels.institutional);
  const run = unwrap(runBacktest({ panel, strategy: momentumExpression(), parameters: {}, config }));
  const house = summariseRun(run).metrics;
  const changedBy = (conventions: RunConventions) =>
    summariseRun(run, conventions)
      .metrics.filter(({ value }, k) => value !== house[k]!.value)
      .map(({ key }) => key);
  expect(changedBy({ periodsPerYear: 252, riskFree: 0, minimumReturn: 0, cutoff: 0.05 })).toEqual([]);
  expect(changedBy({ riskFree: 0.001 })).toEqual(["sharpe", "alpha", "psr"]);
  expect(changedBy({ minimumReturn: 0.001 })).toEqual(["sortino", "downsideDeviation", "omega"]);
  expect(changedBy({ cutoff: 0.1 })).toEqual(["tailRatio", "valueAtRisk", "conditionalValueAtRisk"]);
  expect(changedBy({ periodsPerYear: 12 })).toContain("costDrag");
});

test("one metric by its key has the summary's value, and reads the benchmark only when it is about it", () => {
  const panel = createWorld({ seed: 5, instruments: 6, sessions: 40, hasActions: true });
  const config = worldConfig(costModels.institutional);
  const run = unwrap(runBacktest({ panel, strategy: momentumExpression(), parameters: {}, config }));
  const conventions = { periodsPerYear: 12, riskFree: 0.001 };
  const readers: string[] = [];
  for (const { key, value } of summariseRun(run, conventions).metrics) {
    const watched = {
      ...run,
      get benchmark() {
        readers.push(key);
        return run.benchmark;
      },
    };
    const measured = runMetricValue(sampleRun(watched, conventions), key);
    expect(measured?.ok ? measured.value : null).toBe(value);
  }
  expect(readers).toEqual(["alpha", "beta", "informationRatio", "trackingError", "upCapture", "downCapture"]);
  expect(runMetricValue(sampleRun(run), "sharp")).toBeUndefined();
});
