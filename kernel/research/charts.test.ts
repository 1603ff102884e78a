import { describe, expect, it } from "vitest";
import type { Display } from "../contract/display.ts";
import { displaySchema } from "../contract/display.ts";
import { boxOf } from "./box-figures.ts";
import { createCharts } from "./charts.ts";

const shown: Display[] = [];
const chart = createCharts({
  show: (display) => void shown.push(displaySchema.parse(display)),
  curvesOf: () => ({
    dates: Int32Array.of(1, 2),
    equity: Float64Array.of(1, 1.1),
    benchmark: Float64Array.of(1, 1),
    drawdown: Float64Array.of(0, -0.1),
    benchmarkDrawdown: Float64Array.of(0, 0),
  }),
});
const last = () => {
  const display = shown.at(-1);
  if (display?.kind !== "chart") throw new Error("no chart");
  return display.chart;
};

describe("charts of a cell", () => {
  it("O1: candles have their four prices in order, over sessions", () => {
    chart.candles(["2024-01-02"], { close: [4], open: [1], low: [0.5], high: [5] }, { title: "KR1" });
    expect(last()).toMatchObject({ type: "candles", title: "KR1", x: { kind: "date" } });
    expect(last().series.map(({ name, values }) => [name, ...values])).toEqual([
      ["open", 1],
      ["high", 5],
      ["low", 0.5],
      ["close", 4],
    ]);
  });
  it("O1: a box stands from quartile to quartile of what is there, its whiskers within one and a half of its height", () => {
    // R: quantile(c(1, 2, 3, 4, 5, 6, 7, 8, 100), type = 7) gives 3, 5, 7.
    expect(boxOf([100, 1, 2, 3, 4, 5, 6, 7, 8, Number.NaN])).toEqual({
      low: 1,
      lowerQuartile: 3,
      median: 5,
      upperQuartile: 7,
      high: 8,
    });
    expect(boxOf([1, 2, 3, 9])).toMatchObject({ low: 1, upperQuartile: 4.5, high: 4.5 });
    expect(boxOf([]).median).toBeNaN();
    expect(boxOf([2])).toEqual({ low: 2, lowerQuartile: 2, median: 2, upperQuartile: 2, high: 2 });
    chart.box({ "2020-01-01": [1, 2], b: [3] });
    expect(last().x).toEqual({ kind: "category", values: ["2020-01-01", "b"] });
  });
  it("O1: a histogram hands its values over, so that they are counted once", () => {
    chart.histogram([1, 2, Number.NaN, 2], { bins: 4 });
    expect(last()).toMatchObject({
      type: "histogram",
      bins: 4,
      series: [{ values: Float64Array.of(1, 2, 2) }],
    });
    expect(() => chart.histogram([1], { bins: 0 })).toThrow("bins must be 1 to 1000, was 0");
  });
  it("O1: equity and drawdown are curves of a run beside its benchmark", () => {
    const run = { strategyName: "Momentum" } as BacktestRun;
    chart.equity(run);
    expect(last()).toMatchObject({ type: "line", unit: "multiple", title: "Momentum", x: { kind: "date" } });
    chart.drawdown(run, { title: "Falls" });
    expect(last()).toMatchObject({ type: "area", unit: "percent", title: "Falls" });
  });
  it("O2: an option that is not data fails in the cell, with its place", () => {
    expect(() => chart.echarts({ title: { link: "x" } })).toThrow("title.link is not among");
    expect(() => chart.echarts({}, { height: 9 })).toThrow("height must be 80 to 2000, was 9");
    chart.echarts({ series: [{ type: "pie", data: [{ name: "a", value: 1 }] }] }, { title: "Weights" });
    expect(shown.at(-1)).toMatchObject({ kind: "echarts", echarts: { title: "Weights", height: 300 } });
  });
});
