import type { ChartTokens } from "./chart-tokens.ts";

/** The house rules as pieces of an option: value axis right, hairline horizontal grid, no border, no animation. */
export const STRATEGY_WIDTH = 1.7;
export const BENCHMARK_WIDTH = 1.2;
/** Room for the labels of the value axis, in px. */
export const AXIS_ROOM = 52;
/** Left of the plot, room for half of the first date. */
export const PLOT_INSET = 16;

export const axisLabelStyle = (tokens: ChartTokens) => ({
  color: tokens.label,
  fontSize: 11,
  fontFamily: tokens.fontFamily,
});

export const valueAxis = (tokens: ChartTokens, formatter: (value: number) => string) => ({
  type: "value" as const,
  position: "right" as const,
  scale: true,
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { show: true, lineStyle: { color: tokens.grid, width: 1 } },
  axisLabel: { ...axisLabelStyle(tokens), margin: 8, formatter, hideOverlap: true },
  axisPointer: { show: false },
});

/** The crosshair: a dashed vertical hairline without a label, since its values stand in the caption. */
export const crosshair = (tokens: ChartTokens) => ({
  show: true,
  type: "line" as const,
  snap: false,
  lineStyle: { color: tokens.cursor, width: 1, type: "dashed" as const },
  label: { show: false },
  handle: { show: false },
});

export const dateAxis = (
  tokens: ChartTokens,
  range: readonly [number, number],
  ticks: readonly number[],
  label: (date: number) => string,
) => ({
  type: "value" as const,
  min: range[0],
  max: range[1],
  axisLine: { show: false, onZero: false },
  axisTick: { show: false, customValues: [...ticks] },
  splitLine: { show: false },
  axisLabel: {
    ...axisLabelStyle(tokens),
    margin: 8,
    customValues: [...ticks],
    formatter: label,
    hideOverlap: true,
  },
  axisPointer: crosshair(tokens),
});

export const lineSeries = (
  name: string,
  colour: string,
  width: number,
  points: readonly [number, number | null][],
) => ({
  type: "line" as const,
  name,
  data: points as [number, number | null][],
  showSymbol: false,
  symbol: "none",
  smooth: false,
  sampling: "lttb" as const,
  connectNulls: false,
  silent: true,
  lineStyle: { color: colour, width, type: "solid" as const, join: "round" as const },
  itemStyle: { color: colour },
  emphasis: { disabled: true },
});

/** Pairs for a line; a missing value leaves a gap. */
export const pairsOf = (
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  transform: (value: number) => number = (value) => value,
): [number, number | null][] =>
  Array.from(x, (at, index) => {
    const value = transform(y[index] ?? Number.NaN);
    return [at, Number.isFinite(value) ? value : null];
  });

export const insideZoom = (axes: number[]) => ({
  type: "inside" as const,
  xAxisIndex: axes,
  filterMode: "filter" as const,
  // The plain wheel belongs to the page.
  zoomOnMouseWheel: "ctrl" as const,
  moveOnMouseWheel: false,
  moveOnMouseMove: true,
  preventDefaultMouseMove: false,
  throttle: 40,
});
