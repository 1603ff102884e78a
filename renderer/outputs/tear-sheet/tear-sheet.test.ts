import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Metric } from "../../../kernel/contract/display.ts";
import { sessionDateOf } from "../../format/date-format.ts";
import { outputs } from "../../i18n/en/outputs.ts";
import type { ChartTokens } from "../chart/chart-tokens.ts";
import { calendarYearsChart, returnsOf, yearlyReturns } from "./derived-series.ts";
import { buildEquityOption } from "./equity-option.ts";
import { heatTint } from "./heat-scale.ts";
import { groupMetrics, metricLabelKey, stripMetrics, wordsOfKey } from "./metric-groups.ts";
import { formatMonthReturn, monthlyRows } from "./monthly-rows.ts";

const metric = (key: string): Metric => ({
  key,
  value: 1,
  reason: null,
  benchmark: null,
  format: "ratio",
  isSigned: false,
});

describe("the tint of a monthly return", () => {
  it.each([
    [0, "none", 0],
    [0.0004, "none", 0],
    [Number.NaN, "none", 0],
    [0.045, "gain", 29],
    [-0.045, "loss", 29],
    [0.09, "gain", 58],
    [0.5, "gain", 58],
    [-0.244, "loss", 58],
  ])("%d is %s at %d %%", (value, side, percent) => expect(heatTint(value)).toEqual({ side, percent }));
  it("is symmetric, never falls as the return grows, and stays at 58 % or less", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          const [low, high] = a < b ? [a, b] : [b, a];
          expect(heatTint(low).percent).toBeLessThanOrEqual(heatTint(high).percent);
          expect(heatTint(-a).percent).toBe(heatTint(a).percent);
          expect(heatTint(high).percent).toBeLessThanOrEqual(58);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("the table of months", () => {
  const months = new Float64Array(12).fill(Number.NaN);
  months[1] = 0.0125;
  it("a month outside the run is blank on screen and in the file", () => {
    expect(formatMonthReturn(Number.NaN)).toBe("");
    expect(formatMonthReturn(-0.0721)).toBe("−7.2");
    expect(formatMonthReturn(-0.0001)).toBe("0.0");
    const [head, row] = [...monthlyRows([{ year: 2014, months, total: 0.0125 }])];
    expect(head).toHaveLength(14);
    expect(row!.slice(0, 3)).toEqual([2014, Number.NaN, 0.0125]);
  });
});

describe("metrics by group", () => {
  it("none is dropped and none stands twice, whatever their keys", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.constantFrom("cagr", "sharpe", "alpha", "psr", "turnover", "somethingNew", "other2"),
        ),
        (keys) => {
          const shown = groupMetrics(keys.map(metric)).flatMap(({ metrics }) =>
            metrics.map(({ key }) => key),
          );
          expect([...shown].sort()).toEqual([...keys].sort());
        },
      ),
      { seed: 2, numRuns: 100 },
    );
  });
  it("the strip has the house order and at most eight", () => {
    const keys = "psr beta turnover alpha maxDrawdown sortino sharpe volatility cagr x y z".split(" ");
    expect(stripMetrics(keys.map(metric)).map(({ key }) => key)).toEqual(
      "cagr volatility sharpe sortino maxDrawdown alpha turnover psr".split(" "),
    );
    expect(stripMetrics([metric("x")]).map(({ key }) => key)).toEqual(["x"]);
  });
  it("every metric of a group has a name", () => {
    const named = new Set(Object.keys(outputs.metric));
    const members = groupMetrics([...named].map(metric)).filter(({ group }) => group !== "other");
    expect(members.flatMap(({ metrics }) => metrics).length).toBe(named.size);
  });
  it("a key is found in any spelling, and one without a name reads as words", () => {
    expect(metricLabelKey("max-drawdown")).toBe("metric.maxDrawdown");
    expect(wordsOfKey("cashShare")).toBe("Cash share");
  });
});

describe("series derived for display", () => {
  const dates = Int32Array.from([
    sessionDateOf(2019, 12, 30),
    sessionDateOf(2019, 12, 31),
    sessionDateOf(2020, 1, 2),
    sessionDateOf(2020, 12, 31),
    sessionDateOf(2021, 1, 4),
  ]);
  it("a year runs from the last level before it", () => {
    const years = yearlyReturns(dates, Float64Array.from([1, 1.1, 1.21, 2.2, 1.1]));
    expect([...years.keys()]).toEqual([2019, 2020, 2021]);
    expect(years.get(2019)).toBeCloseTo(0.1, 12);
    expect(years.get(2020)).toBeCloseTo(1, 12);
    expect(years.get(2021)).toBeCloseTo(-0.5, 12);
  });
  it("bars take the strategy's figures as they are", () => {
    const chart = calendarYearsChart(
      {
        dates,
        benchmark: Float64Array.from([1, 1, 1, 1, 1]),
        monthly: [{ year: 2020, months: new Float64Array(12), total: 0.123 }],
      },
      { title: "t", strategy: "s", benchmark: "b" },
    );
    expect([...chart.series[0]!.values]).toEqual([0.123]);
    expect([...chart.series[1]!.values]).toEqual([0]);
  });
  it("one level has no return", () => {
    expect(returnsOf(Float64Array.from([1])).length).toBe(0);
    expect([...returnsOf(Float64Array.from([1, 2, 1]))]).toEqual([1, -0.5]);
  });

  it("equity and drawdown share dates, crosshair and zoom, and log shows powers of two", () => {
    const colour = "c";
    const tokens: ChartTokens = {
      series: Array(7).fill(colour),
      benchmark: "grey",
      grid: colour,
      axis: colour,
      label: colour,
      area: "area",
      gain: colour,
      loss: colour,
      canvas: colour,
      cursor: colour,
      fontFamily: "f",
    };
    const levels = Float64Array.from([1, 1.5, 2, 3, 4]);
    const data = {
      dates,
      equity: levels,
      benchmark: levels,
      drawdown: levels.map(() => 0),
      benchmarkDrawdown: levels.map(() => 0),
    };
    const view = {
      isLog: true,
      range: [dates[0]!, dates[4]!] as const,
      height: 240,
      maxDateTicks: 10,
      names: { strategy: "s", benchmark: "b" },
    };
    // biome-ignore lint/suspicious/noExplicitAny: an option is read as plain data.
    const option: any = buildEquityOption(data, tokens, "en", view);
    const edges = option.grid.map(({ left, right, outerBoundsMode }: Record<string, unknown>) => [
      left,
      right,
      outerBoundsMode,
    ]);
    expect(edges[0]).toEqual(edges[1]);
    expect(option.axisPointer.link).toEqual([{ xAxisIndex: "all" }]);
    expect(option.dataZoom[0].xAxisIndex).toEqual([0, 1]);
    expect(option.xAxis.map((axis: { min: number; max: number }) => [axis.min, axis.max])).toEqual([
      [dates[0], dates[4]],
      [dates[0], dates[4]],
    ]);
    expect(option.yAxis[0].axisLabel.customValues).toEqual([0, 1, 2]);
    expect(option.series[1].data[2]).toEqual([dates[2], 1]);
    expect(option.series.filter((s: { areaStyle?: object }) => s.areaStyle)).toHaveLength(1);
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const linear: any = buildEquityOption(data, tokens, "en", { ...view, isLog: false });
    expect(linear.series[1].data[2]).toEqual([dates[2], 2]);
    expect(linear.yAxis[0].axisLabel.formatter(2)).toBe("2.0×");
  });
});
