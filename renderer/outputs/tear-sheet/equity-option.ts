import type { EChartsOption } from "echarts";
import type { TearSheet } from "../../../kernel/contract/display.ts";
import type { Locale } from "../../format/locale.ts";
import { formatAxisValue } from "../chart/chart-options.ts";
import type { ChartTokens } from "../chart/chart-tokens.ts";
import { dateTickLabel, dateTicks } from "../chart/date-ticks.ts";
import { growthTickLabel, growthTicks } from "../chart/growth-ticks.ts";
import {
  AXIS_ROOM,
  BENCHMARK_WIDTH,
  dateAxis,
  insideZoom,
  lineSeries,
  PLOT_INSET,
  pairsOf,
  STRATEGY_WIDTH,
  valueAxis,
} from "../chart/house-style.ts";

export interface EquityView {
  readonly isLog: boolean;
  /** The visible session dates. */
  readonly range: readonly [number, number];
  readonly height: number;
  readonly maxDateTicks: number;
  readonly names: { readonly strategy: string; readonly benchmark: string };
}

type EquityData = Pick<TearSheet, "dates" | "equity" | "benchmark" | "drawdown" | "benchmarkDrawdown">;

/** Below the growth plot, room for the marks of both; the drawdown gets a little under a third. */
const DRAWDOWN_SHARE = 0.28;
const DATE_ROOM = 24;
const GAP = 14;

const log2RangeOf = (...all: Float64Array[]): [number, number] => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of all)
    for (const value of values) {
      if (!(value > 0)) continue;
      low = Math.min(low, Math.log2(value));
      high = Math.max(high, Math.log2(value));
    }
  return low <= high ? [low, high] : [0, 1];
};

/** The axis of growth: linear in multiples, or base 2 with the data as logarithms and marks at powers of two. */
const growthAxis = (data: EquityData, tokens: ChartTokens, isLog: boolean) => {
  if (!isLog) {
    const label = (value: number): string => `${value.toFixed(1)}×`;
    return { ...valueAxis(tokens, label), splitNumber: 4 };
  }
  const [low, high] = log2RangeOf(data.equity, data.benchmark);
  const room = Math.max(0.02, (high - low) * 0.04);
  const ticks = growthTicks(low - room, high + room);
  const base = valueAxis(tokens, growthTickLabel);
  return {
    ...base,
    min: low - room,
    max: high + room,
    axisTick: { show: false, customValues: ticks },
    axisLabel: { ...base.axisLabel, customValues: ticks },
  };
};

/** Equity above, drawdown below, on one axis of dates and under one crosshair. Pure. */
export const buildEquityOption = (
  data: EquityData,
  tokens: ChartTokens,
  locale: Locale,
  view: EquityView,
): EChartsOption => {
  const plot = view.height - DATE_ROOM - GAP - 8;
  const drawdownHeight = Math.round(plot * DRAWDOWN_SHARE);
  const growthHeight = plot - drawdownHeight;
  const ticks = dateTicks(data.dates, view.range[0], view.range[1], view.maxDateTicks);
  const full: [number, number] = [data.dates[0] ?? 0, data.dates.at(-1) ?? 1];
  const label = (date: number): string => dateTickLabel(date, ticks.unit, locale);
  const xAxis = dateAxis(tokens, full, ticks.at, label);
  const toPlot = view.isLog ? Math.log2 : (value: number) => value;
  const on = (index: number) => ({ xAxisIndex: index, yAxisIndex: index });
  const strategy = tokens.series[0]!;
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: tokens.fontFamily },
    axisPointer: { show: true, triggerOn: "mousemove", link: [{ xAxisIndex: "all" }] },
    grid: [
      { left: PLOT_INSET, right: AXIS_ROOM, top: 8, height: growthHeight, outerBoundsMode: "none" },
      {
        left: PLOT_INSET,
        right: AXIS_ROOM,
        top: 8 + growthHeight + GAP,
        height: drawdownHeight,
        outerBoundsMode: "none",
      },
    ],
    xAxis: [
      { ...xAxis, gridIndex: 0, axisLabel: { ...xAxis.axisLabel, show: false } },
      { ...xAxis, gridIndex: 1, position: "bottom" },
    ],
    yAxis: [
      { ...growthAxis(data, tokens, view.isLog), gridIndex: 0 },
      {
        ...valueAxis(tokens, (value) => formatAxisValue(value, "percent")),
        gridIndex: 1,
        max: 0,
        splitNumber: 2,
      },
    ],
    dataZoom: [insideZoom([0, 1])],
    series: [
      {
        ...lineSeries(
          view.names.benchmark,
          tokens.benchmark,
          BENCHMARK_WIDTH,
          pairsOf(data.dates, data.benchmark, toPlot),
        ),
        ...on(0),
      },
      {
        ...lineSeries(
          view.names.strategy,
          strategy,
          STRATEGY_WIDTH,
          pairsOf(data.dates, data.equity, toPlot),
        ),
        ...on(0),
        z: 3,
      },
      {
        ...lineSeries(
          view.names.benchmark,
          tokens.benchmark,
          BENCHMARK_WIDTH,
          pairsOf(data.dates, data.benchmarkDrawdown),
        ),
        ...on(1),
      },
      {
        ...lineSeries(view.names.strategy, strategy, 1.3, pairsOf(data.dates, data.drawdown)),
        ...on(1),
        z: 3,
        areaStyle: { color: tokens.area, origin: "end" },
      },
    ],
  };
};
