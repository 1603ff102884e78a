import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalWeighted } from "./equal-weighted.ts";
import { metricQuantiles } from "./metric-quantiles.ts";
import { metricTable } from "./metric-table.ts";
import type { Reducer, SweptRun } from "./reducer.ts";
import { topRuns } from "./top-runs.ts";

const runOf = (index: number, sharpe: number, some: Partial<SweptRun> = {}): SweptRun => ({
  index,
  parameters: { top: index * 10 },
  metric: (key) => (key === "sharpe" ? sharpe : Number.NaN),
  orderHash: `hash ${index}`,
  returns: new Float64Array(0),
  dates: new Int32Array(0),
  ...some,
});

function reduceAll<R>(reducer: Reducer<R>, runs: readonly SweptRun[]): R {
  const started = reducer.start();
  for (const run of runs) started.add(run);
  return started.result();
}

/** Few different values, so that ties are common, and some undefined ones. */
const sharpes = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN)), {
  maxLength: 150,
});

describe("reducers of a sweep", () => {
  it("top runs come best first, ties in task order, undefined ones left out", () => {
    const runs = [1, 3, Number.NaN, 3, 2].map((sharpe, k) => runOf(k, sharpe));
    expect(reduceAll(topRuns("sharpe", 3), runs)).toEqual([
      { index: 1, parameters: { top: 10 }, value: 3, orderHash: "hash 1" },
      { index: 3, parameters: { top: 30 }, value: 3, orderHash: "hash 3" },
      { index: 4, parameters: { top: 40 }, value: 2, orderHash: "hash 4" },
    ]);
    expect(reduceAll(topRuns("sharpe", 2, { lowest: true }), runs).map(({ index }) => index)).toEqual([0, 4]);
  });

  it("top runs equal a stable sort of all runs", () => {
    fc.assert(
      fc.property(sharpes, fc.integer({ min: 1, max: 20 }), fc.boolean(), (values, n, lowest) => {
        const expected = values
          .map((value, index) => ({ value, index }))
          .filter(({ value }) => !Number.isNaN(value))
          .sort((a, b) => (lowest ? a.value - b.value : b.value - a.value) || a.index - b.index)
          .slice(0, n);
        const found = reduceAll(
          topRuns("sharpe", n, { lowest }),
          values.map((value, k) => runOf(k, value)),
        );
        expect(found.map(({ index, value }) => ({ value, index }))).toEqual(expected);
      }),
      { numRuns: 300, seed: 43 },
    );
  });

  it("a table has a row for each run, NaN where a parameter or a metric is missing", () => {
    const runs = [runOf(0, 1.5), runOf(2, Number.NaN, { parameters: { top: 20, skip: 3 } }), runOf(5, -1)];
    expect(reduceAll(metricTable(["sharpe", "sharpe"]), runs)).toEqual({
      runs: Float64Array.of(0, 2, 5),
      parameters: { top: Float64Array.of(0, 20, 50), skip: Float64Array.of(Number.NaN, 3, Number.NaN) },
      metrics: { sharpe: Float64Array.of(1.5, Number.NaN, -1) },
    });
  });

  it("a table keeps a thousand rows in order", () => {
    const table = reduceAll(
      metricTable(["sharpe"]),
      Array.from({ length: 1_000 }, (_, k) => runOf(k, k / 7)),
    );
    expect(table.metrics.sharpe).toHaveLength(1_000);
    table.metrics.sharpe!.forEach((value, k) => {
      expect(value).toBe(k / 7);
    });
  });

  it("quantiles are those of R's type 7: 1, 1.75, 2.5, 3.25 and 4 of 1 to 4", () => {
    const runs = [3, 1, Number.NaN, 4, 2].map((sharpe, k) => runOf(k, sharpe));
    expect(reduceAll(metricQuantiles("sharpe"), runs)).toEqual({
      n: 4,
      shares: Float64Array.of(0, 0.25, 0.5, 0.75, 1),
      values: Float64Array.of(1, 1.75, 2.5, 3.25, 4),
    });
  });

  it("quantiles of no runs are missing", () => {
    const found = reduceAll(metricQuantiles("sharpe", [0.5]), [runOf(0, Number.NaN)]);
    expect(found).toEqual({ n: 0, shares: Float64Array.of(0.5), values: Float64Array.of(Number.NaN) });
  });

  it("equal parts are the mean of the returns on each date, added in task order", () => {
    const dates = Int32Array.of(100, 101);
    const returns = [
      [0.1, 0.2],
      [0.2, -0.4],
      [0.3, 0.05],
    ];
    const found = reduceAll(
      equalWeighted(),
      returns.map((each, k) => runOf(k, 0, { dates, returns: Float64Array.from(each) })),
    );
    expect(found).toEqual({
      n: 3,
      dates,
      returns: Float64Array.of((0.1 + 0.2 + 0.3) / 3, (0.2 - 0.4 + 0.05) / 3),
    });
    expect(reduceAll(equalWeighted(), [])).toMatchObject({ n: 0, returns: new Float64Array(0) });
  });

  it("equal parts of runs with different dates do not exist", () => {
    const run = (date: number) => runOf(0, 0, { dates: Int32Array.of(date), returns: Float64Array.of(0.1) });
    expect(() => reduceAll(equalWeighted(), [run(1), run(2)])).toThrow("different dates");
  });

  it.each([
    [() => topRuns("", 1), "a metric must be a key"],
    [() => topRuns("sharpe", 0), "n must be at least 1, was 0"],
    [() => metricTable([5 as never]), "a metric must be a key"],
    [() => metricQuantiles("sharpe", [1.5]), "the share of a quantile must be from 0 to 1, was 1.5"],
  ])("refuses what cannot be asked (%#)", (make, message) => {
    expect(make).toThrow(message);
  });
});
