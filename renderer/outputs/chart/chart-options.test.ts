import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chart } from "../../../kernel/contract/display.ts";
import { sessionDateOf } from "../../format/date-format.ts";
import { chartKeyAction } from "./chart-keys.ts";
import {
  buildChartOption,
  countChartPoints,
  formatAxisValue,
  formatChartValue,
  seriesColour,
} from "./chart-options.ts";
import { chartRows } from "./chart-rows.ts";
import { summariseSeries } from "./chart-summary.ts";
import { type ChartTokens, toCommaColour } from "./chart-tokens.ts";
import { dateTickLabel, dateTicks } from "./date-ticks.ts";
import { growthTickLabel, growthTicks } from "./growth-ticks.ts";
import { histogramBins } from "./histogram-bins.ts";
import { nearestIndex } from "./nearest-index.ts";

const tokens: ChartTokens = {
  series: ["c1", "c2", "c3", "c4", "c5", "c6", "c7"],
  benchmark: "grey",
  grid: "grid",
  axis: "axis",
  label: "label",
  area: "area",
  gain: "gain",
  loss: "loss",
  canvas: "canvas",
  cursor: "cursor",
  fontFamily: "Face",
};

const dates = Int32Array.from({ length: 1500 }, (_, i) => sessionDateOf(2019, 1, 2) + i);
const lineChart: Chart = {
  title: "Growth",
  type: "line",
  x: { kind: "date", values: dates },
  unit: "multiple",
  series: [
    { name: "Strategy", values: Float64Array.from(dates, (_, i) => 1 + i / 1000) },
    { name: "Benchmark", values: Float64Array.from(dates, (_, i) => (i === 3 ? Number.NaN : 1)) },
  ],
};

// biome-ignore lint/suspicious/noExplicitAny: an option is read as plain data.
const build = (chart: Chart, locale: "en" | "ko" = "en"): any => buildChartOption(chart, tokens, locale);

describe("the house rules of a chart", () => {
  const option = build(lineChart);
  it("has its value axis on the right, hairline horizontal grid only, and no legend, border or animation", () => {
    expect(option.yAxis).toMatchObject({
      position: "right",
      axisLine: { show: false },
      splitLine: { show: true },
    });
    expect(option.yAxis.splitLine.lineStyle).toEqual({ color: "grid", width: 1 });
    expect(option.xAxis.splitLine.show).toBe(false);
    expect(option.animation).toBe(false);
    expect(option.legend).toBeUndefined();
    expect(option.tooltip).toBeUndefined();
  });
  it("draws the strategy at 1.7 px and the benchmark grey at 1.2 px, undashed, unsmoothed, sampled by lttb", () => {
    expect(option.series.map((s: { lineStyle: object }) => s.lineStyle)).toMatchObject([
      { color: "c1", width: 1.7, type: "solid" },
      { color: "grey", width: 1.2, type: "solid" },
    ]);
    for (const series of option.series) expect(series).toMatchObject({ sampling: "lttb", smooth: false });
  });
  it("a missing value is a gap, not a zero", () => {
    expect(option.series[1].data[3]).toEqual([dates[3], null]);
    expect(countChartPoints(lineChart)).toBe(2999);
  });
  it("uses no colour that is not a token", () => {
    const found = new Set<string>();
    JSON.stringify(option, (key, value) => {
      if (/color$/i.test(key) && typeof value === "string") found.add(value);
      return value;
    });
    for (const colour of found) expect([...Object.values(tokens).flat(), "transparent"]).toContain(colour);
  });
  it("the plain wheel is left to the page", () => {
    expect(option.dataZoom[0]).toMatchObject({
      type: "inside",
      zoomOnMouseWheel: "ctrl",
      moveOnMouseWheel: false,
    });
  });
  it("equal inputs give equal options", () => {
    expect(JSON.stringify(build(lineChart))).toBe(JSON.stringify(option));
  });
});

describe("other kinds of chart", () => {
  it("bars stand on zero and colour their series in order", () => {
    const option = build({
      title: "",
      type: "bar",
      unit: "percent",
      x: { kind: "category", values: ["2014", "2015"] },
      series: [
        { name: "a", values: Float64Array.from([0.1, Number.NaN]) },
        { name: "b", values: Float64Array.from([-0.1, 0.2]) },
      ],
    });
    expect(option.yAxis.scale).toBe(false);
    expect(option.series.map((s: { itemStyle: { color: string } }) => s.itemStyle.color)).toEqual([
      "c1",
      "c2",
    ]);
    expect(option.series[0].data).toEqual([0.1, "-"]);
    expect(option.xAxis.data).toEqual(["2014", "2015"]);
  });
  it("a histogram of returns colours losses and gains, each value counted once", () => {
    const values = Float64Array.from([-0.02, -0.01, -0.001, 0, 0.001, 0.01, 0.02]);
    const option = build({
      title: "",
      type: "histogram",
      unit: "percent",
      x: { kind: "number", label: "", values },
      series: [{ name: "r", values }],
    });
    const bars: { value: number; itemStyle: { color: string } }[] = option.series[0].data;
    const [bins, edges] = option.xAxis;
    expect(edges.axisLabel.customValues).toHaveLength(bins.data.length + 1);
    expect([edges.min, edges.max]).toEqual([
      edges.axisLabel.customValues[0],
      edges.axisLabel.customValues.at(-1),
    ]);
    expect(bars.reduce((sum, { value }) => sum + value, 0)).toBe(7);
    expect(
      bars.filter(({ itemStyle }) => itemStyle.color === "loss").reduce((n, { value }) => n + value, 0),
    ).toBe(3);
  });
  it("a scatter leaves out pairs with a missing side", () => {
    const option = build({
      title: "",
      type: "scatter",
      unit: "none",
      x: { kind: "number", label: "value", values: Float64Array.from([1, 2]) },
      series: [{ name: "q", values: Float64Array.from([Number.NaN, 5]) }],
    });
    expect(option.series[0].data).toEqual([[2, 5]]);
    expect(option.xAxis.name).toBe("value");
  });
});

describe("axis words", () => {
  it.each([
    [0.2, "percent", "20%"],
    [-0.025, "percent", "−2.5%"],
    [0.1 + 0.2, "percent", "30%"],
    [1.5, "multiple", "1.5×"],
    [1_000_000, "money", "1,000,000"],
    [-0, "none", "0"],
  ] as const)("%d in %s stands as %s", (value, unit, text) =>
    expect(formatAxisValue(value, unit)).toBe(text),
  );
  it("caption values have the decimals of their unit", () => {
    expect(formatChartValue(0.1234, "percent")).toBe("12.3%");
    expect(formatChartValue(3.067, "multiple")).toBe("3.07×");
  });
  it("a benchmark is grey unless it stands alone", () => {
    expect(seriesColour(tokens, "벤치마크", 1)).toBe("grey");
    expect(seriesColour(tokens, "Benchmark", 0)).toBe("c1");
    expect(seriesColour(tokens, "x", 8)).toBe("c2");
  });
});

describe("date marks", () => {
  it("a long range is marked at the first session of each January", () => {
    const sessions = [
      sessionDateOf(2018, 12, 31),
      sessionDateOf(2019, 1, 2),
      sessionDateOf(2020, 1, 3),
      sessionDateOf(2024, 1, 2),
    ];
    const ticks = dateTicks(sessions, sessions[0]!, sessions[3]!, 12);
    expect(ticks).toEqual({ unit: "year", at: [sessions[1], sessions[2], sessions[3]] });
    expect(dateTickLabel(sessions[1]!, "year", "ko")).toBe("2019");
  });
  it("a run that begins within a year does not begin it", () => {
    const sessions = dates.slice(90);
    expect(dateTicks(sessions, sessions[0]!, sessions.at(-1)!, 12).at[0]).toBe(sessionDateOf(2020, 1, 1));
  });
  it("a year is marked by months, January by its year", () => {
    const ticks = dateTicks(dates, dates[0]!, dates[400]!, 24);
    expect(ticks.unit).toBe("month");
    expect(ticks.at.map((at) => dateTickLabel(at, "month", "en")).slice(0, 4)).toEqual([
      "2019",
      "Feb",
      "Mar",
      "Apr",
    ]);
    expect(ticks.at.map((at) => dateTickLabel(at, "month", "ko"))).toContain("2020");
  });
  it("there are never more marks than asked for, all are sessions in range and ascending", () => {
    fc.assert(
      fc.property(
        fc.nat(1400),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 12 }),
        (start, length, max) => {
          const [from, to] = [dates[start]!, dates[Math.min(1499, start + length)]!];
          const { at } = dateTicks(dates, from, to, max);
          expect(at.length).toBeLessThanOrEqual(max);
          for (const [index, tick] of at.entries()) {
            expect(tick >= from && tick <= to && dates.includes(tick)).toBe(true);
            if (index > 0) expect(tick).toBeGreaterThan(at[index - 1]!);
          }
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe("the base-2 axis of growth", () => {
  it("marks powers of two, finer ones only when the range is short", () => {
    expect(growthTicks(-1.2, 2.3)).toEqual([-1, 0, 1, 2]);
    expect(growthTicks(-0.1, 1.1)).toEqual([0, 0.5, 1]);
    expect([-1, 0, 0.5, 3].map(growthTickLabel)).toEqual(["0.5×", "1×", "1.41×", "8×"]);
  });
});

describe("histogram bins", () => {
  it("count every finite value once and have zero as an edge when they span it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 300 }),
        (values) => {
          const { edges, counts } = histogramBins([...values, Number.NaN, Number.POSITIVE_INFINITY]);
          expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
          expect(counts.length).toBeLessThanOrEqual(62);
          if (Math.min(...values) < -1e-6 && Math.max(...values) > 1e-6)
            expect(edges.map((e) => e + 0)).toContain(0);
        },
      ),
      { seed: 11, numRuns: 300 },
    );
  });
  it("equal values make one bin, none make none", () => {
    expect(histogramBins([0, 1, 2, 4], 4)).toEqual({ edges: [0, 1, 2, 3, 4], counts: [1, 1, 1, 1] });
    expect(histogramBins([2, 2, 2])).toEqual({ edges: [2, 2], counts: [3] });
    expect(histogramBins([])).toEqual({ edges: [], counts: [] });
  });
});

describe("finding and summarising", () => {
  it("the nearest position agrees with a search of all", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -500, max: 500 }), { minLength: 1 }),
        fc.double({ min: -600, max: 600, noNaN: true }),
        (raw, x) => {
          const values = [...raw].sort((a, b) => a - b);
          const best = Math.min(...values.map((value) => Math.abs(value - x)));
          expect(Math.abs(values[nearestIndex(values, x)]! - x)).toBe(best);
        },
      ),
      { seed: 3, numRuns: 300 },
    );
    expect(nearestIndex([], 1)).toBe(-1);
  });
  it("a summary leaves missing values out", () => {
    expect(summariseSeries([Number.NaN, 2, -1, 5, Number.NaN])).toEqual({
      first: 2,
      last: 5,
      low: -1,
      high: 5,
    });
    expect(summariseSeries([Number.NaN])).toBeNull();
  });
  it("the rows behind a chart are exact", () => {
    expect([...chartRows({ ...lineChart, x: { kind: "date", values: dates.slice(0, 1) } })]).toEqual([
      ["date", "Strategy", "Benchmark"],
      ["2019-01-02", 1, 1],
    ]);
  });
});

describe("keys of a chart", () => {
  it.each([
    ["ArrowLeft", false, null, { kind: "move", index: 8 }],
    ["ArrowRight", false, 9, { kind: "move", index: 9 }],
    ["ArrowLeft", true, 9, { kind: "move", index: 0 }],
    ["Home", false, 5, { kind: "move", index: 0 }],
    ["Escape", false, null, null],
    ["Escape", false, 2, { kind: "leave" }],
    ["+", false, null, { kind: "zoom", factor: 0.5 }],
    ["a", false, null, null],
  ] as const)("%s (long %s) from %s of 10", (key, isLong, from, action) => {
    expect(chartKeyAction(key, isLong, from, 10)).toEqual(action);
  });
});

describe("colours for the canvas", () => {
  it.each([
    ["rgb(0 101 123 / .10)", "rgba(0,101,123,0.1)"],
    ["rgb(1 2 3 / 50%)", "rgba(1,2,3,0.5)"],
    ["rgb(1 2 3)", "rgba(1,2,3,1)"],
    ["#00657b", "#00657b"],
  ])("%s becomes %s", (from, to) => expect(toCommaColour(from)).toBe(to));
});
