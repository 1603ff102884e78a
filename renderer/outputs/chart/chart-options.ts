import type { EChartsOption } from "echarts";
import type { Chart } from "../../../kernel/contract/display.ts";
import { formatSessionDate } from "../../format/date-format.ts";
import type { Locale } from "../../format/locale.ts";
import { formatMultiple, formatNumber, formatPercent, formatPlain } from "../../format/number-format.ts";
import type { ChartTokens } from "./chart-tokens.ts";
import { dateTickLabel, dateTicks } from "./date-ticks.ts";
import { histogramBins } from "./histogram-bins.ts";
import {
  AXIS_ROOM,
  axisLabelStyle,
  BENCHMARK_WIDTH,
  crosshair,
  dateAxis,
  insideZoom,
  lineSeries,
  PLOT_INSET,
  pairsOf,
  STRATEGY_WIDTH,
  valueAxis,
} from "./house-style.ts";

/** A value with the chart's unit, as in the caption. */
export const formatChartValue = (value: number, unit: Chart["unit"]): string => {
  switch (unit) {
    case "percent":
      return formatPercent(value);
    case "multiple":
      return formatMultiple(value);
    case "money":
      return formatNumber(value, { digits: 0 });
    case "none":
      return formatPlain(value, 3);
  }
};

/** A mark of the value axis: the unit stands on every one, without needless decimals. */
export const formatAxisValue = (value: number, unit: Chart["unit"]): string => {
  const trim = (scaled: number): string => {
    const rounded = Number(scaled.toPrecision(6));
    const digits = Math.min(4, (String(Math.abs(rounded)).split(".")[1] ?? "").length);
    return formatNumber(rounded, { digits });
  };
  if (unit === "percent") return `${trim(value * 100)}%`;
  if (unit === "multiple") return `${trim(value)}×`;
  return trim(value);
};

/** The colour of a series: chart-1 to chart-5 in order, grey for one that is named a benchmark, then greys. */
export const seriesColour = (tokens: ChartTokens, name: string, index: number): string =>
  /benchmark|벤치/i.test(name) && index > 0 ? tokens.benchmark : tokens.series[index % tokens.series.length]!;

/** The words of position `index` on the horizontal axis. */
export const formatChartX = (x: Chart["x"], index: number, locale: Locale): string => {
  if (x.kind === "date") return formatSessionDate(x.values[index] ?? Number.NaN, locale);
  if (x.kind === "category") return x.values[index] ?? "";
  return formatPlain(x.values[index] ?? Number.NaN);
};

/** Values along the horizontal axis as the option uses them: dates and numbers as they are, categories by position. */
export const chartXValues = (x: Chart["x"]): ArrayLike<number> =>
  x.kind === "category" ? Array.from(x.values, (_, index) => index) : x.values;

/** The plot keeps its edges whatever its labels need, so that stacked charts line up. */
const GRID = { left: PLOT_INSET, right: AXIS_ROOM, top: 8, bottom: 24, outerBoundsMode: "none" as const };
const MAX_DATE_TICKS = 10;

const rangeOf = (values: ArrayLike<number>): [number, number] => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of Array.from(values)) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
};

const horizontalAxis = (chart: Chart, tokens: ChartTokens, locale: Locale) => {
  const { x } = chart;
  if (x.kind === "date" && (chart.type === "line" || chart.type === "area")) {
    const range = rangeOf(x.values);
    const ticks = dateTicks(x.values, range[0], range[1], MAX_DATE_TICKS);
    return dateAxis(tokens, range, ticks.at, (date) => dateTickLabel(date, ticks.unit, locale));
  }
  const shared = {
    axisLine: { show: true, onZero: true, lineStyle: { color: tokens.axis, width: 1 } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisPointer: crosshair(tokens),
  };
  if (x.kind === "number" || x.kind === "date")
    return {
      type: "value" as const,
      scale: true,
      ...shared,
      axisLine: { ...shared.axisLine, onZero: false },
      axisLabel: {
        ...axisLabelStyle(tokens),
        margin: 8,
        hideOverlap: true,
        formatter: (value: number) =>
          x.kind === "date" ? formatSessionDate(Math.round(value), locale) : formatAxisValue(value, "none"),
      },
      ...(x.kind === "number" && x.label !== ""
        ? {
            name: x.label,
            nameLocation: "middle" as const,
            nameGap: 26,
            nameTextStyle: axisLabelStyle(tokens),
          }
        : {}),
    };
  return {
    type: "category" as const,
    data: [...x.values],
    ...shared,
    // Labels stay at the bottom when bars hang below zero.
    axisLabel: { ...axisLabelStyle(tokens), margin: 8, hideOverlap: true },
  };
};

const barAxis = (chart: Chart, tokens: ChartTokens, locale: Locale) => ({
  type: "category" as const,
  data: Array.from(chartXValues(chart.x), (_, index) => formatChartX(chart.x, index, locale)),
  axisLine: { show: true, onZero: true, lineStyle: { color: tokens.axis, width: 1 } },
  axisTick: { show: false },
  splitLine: { show: false },
  axisLabel: {
    ...axisLabelStyle(tokens),
    margin: 8,
    hideOverlap: true,
    // Of many narrow positions the outer ones have no room for their words beside them.
    ...(chart.x.values.length > MAX_DATE_TICKS && {
      alignMinLabel: "left" as const,
      alignMaxLabel: "right" as const,
    }),
  },
  axisPointer: crosshair(tokens),
});

/** The option of a chart of the small grammar, by the house rules. Pure: equal inputs give equal options. */
export const buildChartOption = (chart: Chart, tokens: ChartTokens, locale: Locale): EChartsOption => {
  const hasAxisName = chart.x.kind === "number" && chart.x.label !== "" && chart.type !== "histogram";
  const shared = {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: tokens.fontFamily },
    axisPointer: { show: true, triggerOn: "mousemove" as const },
    grid: { ...GRID, bottom: hasAxisName ? 40 : GRID.bottom },
    yAxis: valueAxis(tokens, (value) => formatAxisValue(value, chart.unit)),
  };
  const xs = chartXValues(chart.x);
  switch (chart.type) {
    case "line":
      return {
        ...shared,
        xAxis: horizontalAxis(chart, tokens, locale),
        dataZoom: [insideZoom([0])],
        series: chart.series.map(({ name, values }, index) =>
          lineSeries(
            name,
            seriesColour(tokens, name, index),
            index === 0 ? STRATEGY_WIDTH : BENCHMARK_WIDTH,
            pairsOf(xs, values),
          ),
        ),
      };
    case "bar":
      return {
        ...shared,
        xAxis: barAxis(chart, tokens, locale),
        yAxis: { ...shared.yAxis, scale: false },
        series: chart.series.map(({ name, values }, index) => ({
          type: "bar" as const,
          name,
          data: Array.from(values, (value) => (Number.isFinite(value) ? value : "-")),
          barGap: "8%",
          barCategoryGap: "36%",
          barMaxWidth: 24,
          silent: true,
          itemStyle: { color: seriesColour(tokens, name, index) },
          emphasis: { disabled: true },
        })),
      };
    case "scatter":
      return {
        ...shared,
        xAxis: horizontalAxis(chart, tokens, locale),
        series: chart.series.map(({ name, values }, index) => ({
          type: "scatter" as const,
          name,
          data: pairsOf(xs, values).filter((pair): pair is [number, number] => pair[1] !== null),
          symbolSize: 5,
          silent: true,
          itemStyle: { color: seriesColour(tokens, name, index), opacity: 0.75 },
          emphasis: { disabled: true },
        })),
      };
    case "area":
      return {
        ...shared,
        xAxis: horizontalAxis(chart, tokens, locale),
        yAxis: { ...shared.yAxis, scale: false },
        dataZoom: [insideZoom([0])],
        series: chart.series.map(({ name, values }, index) => {
          const colour = seriesColour(tokens, name, index);
          const line = lineSeries(
            name,
            colour,
            index === 0 ? STRATEGY_WIDTH : BENCHMARK_WIDTH,
            pairsOf(xs, values),
          );
          return { ...line, areaStyle: { color: colour, opacity: index === 0 ? 0.16 : 0.08, origin: 0 } };
        }),
      };
    case "candles":
      return {
        ...shared,
        xAxis: barAxis(chart, tokens, locale),
        dataZoom: [insideZoom([0])],
        series: [candleSeries(chart, tokens)],
      };
    case "box":
      return { ...shared, xAxis: barAxis(chart, tokens, locale), series: [boxSeries(chart, tokens)] };
    case "histogram":
      return histogramOption(chart, tokens, shared);
  }
};

/** The figures of each position in ECharts' order; a position that lacks one is a gap. */
const figuresOf = (chart: Chart, order: readonly number[]): (number | "-")[][] =>
  Array.from({ length: chart.x.values.length }, (_, index) => {
    const figures = order.map((at) => chart.series[at]?.values[index] ?? Number.NaN);
    return figures.every(Number.isFinite) ? figures : figures.map(() => "-" as const);
  });

/** ECharts wants open, close, low, high; the chart has open, high, low, close. */
const candleSeries = (chart: Chart, tokens: ChartTokens) => ({
  type: "candlestick" as const,
  name: chart.title,
  data: figuresOf(chart, [0, 3, 2, 1]),
  silent: true,
  barMaxWidth: 12,
  itemStyle: {
    color: tokens.gain,
    borderColor: tokens.gain,
    color0: tokens.loss,
    borderColor0: tokens.loss,
    borderWidth: 1,
  },
  emphasis: { disabled: true },
});

const boxSeries = (chart: Chart, tokens: ChartTokens) => ({
  type: "boxplot" as const,
  name: chart.title,
  data: figuresOf(chart, [0, 1, 2, 3, 4]),
  silent: true,
  boxWidth: [8, 44] as [number, number],
  itemStyle: { color: tokens.area, borderColor: tokens.series[0]!, borderWidth: 1.4 },
  emphasis: { disabled: true },
});

/** Where one bin ends and the next begins is said there, and not below their middles. */
const edgeAxis = (edges: readonly number[], chart: Chart, tokens: ChartTokens) => ({
  type: "value" as const,
  position: "bottom" as const,
  min: edges[0] ?? 0,
  max: edges.at(-1) ?? 1,
  axisLine: { show: false },
  splitLine: { show: false },
  axisTick: { show: true, customValues: [...edges], lineStyle: { color: tokens.axis } },
  axisLabel: {
    ...axisLabelStyle(tokens),
    margin: 8,
    hideOverlap: true,
    // A sign that is cut off would make a loss a gain.
    alignMinLabel: "left" as const,
    alignMaxLabel: "right" as const,
    customValues: [...edges],
    formatter: (edge: number) => formatAxisValue(edge, chart.unit),
  },
  axisPointer: { show: false },
});

const histogramOption = (chart: Chart, tokens: ChartTokens, shared: EChartsOption): EChartsOption => {
  const values = chart.series[0]?.values ?? new Float64Array();
  const { edges, counts } = histogramBins(values, chart.bins);
  const isReturn = chart.unit === "percent";
  return {
    ...shared,
    xAxis: [
      {
        type: "category",
        data: edges
          .slice(0, -1)
          .map((edge, index) => formatAxisValue((edge + edges[index + 1]!) / 2, chart.unit)),
        axisLine: { show: true, lineStyle: { color: tokens.axis, width: 1 } },
        axisTick: { show: false },
        axisLabel: { show: false },
        axisPointer: crosshair(tokens),
      },
      edgeAxis(edges, chart, tokens),
    ],
    yAxis: {
      ...valueAxis(tokens, (count) => formatNumber(count, { digits: 0 })),
      scale: false,
      minInterval: 1,
    },
    series: [
      {
        type: "bar",
        name: chart.series[0]?.name ?? "",
        barCategoryGap: "6%",
        silent: true,
        emphasis: { disabled: true },
        data: counts.map((count, index) => ({
          value: count,
          // Returns below zero and above it differ in colour, and the axis says which is which.
          itemStyle: {
            color: isReturn ? (edges[index]! < 0 ? tokens.loss : tokens.gain) : tokens.series[0]!,
            opacity: isReturn ? 0.8 : 1,
          },
        })),
      },
    ],
  };
};

/** How many points a chart draws, missing ones left out. */
export const countChartPoints = (chart: Chart): number =>
  chart.series.reduce(
    (sum, { values }) => sum + values.reduce((n, value) => n + (Number.isFinite(value) ? 1 : 0), 0),
    0,
  );
