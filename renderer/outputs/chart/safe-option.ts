import type { EChartsOption } from "echarts";
import type { EchartsChart } from "../../../kernel/contract/display.ts";
import type { ChartTokens } from "./chart-tokens.ts";

const asList = (value: unknown): Record<string, unknown>[] =>
  value === undefined || value === null ? [] : ([value].flat() as Record<string, unknown>[]);

const axisDefaults = (tokens: ChartTokens) => ({
  axisLine: { lineStyle: { color: tokens.axis } },
  axisTick: { show: false },
  axisLabel: { color: tokens.label, fontSize: 11 },
  splitLine: { lineStyle: { color: tokens.grid } },
  nameTextStyle: { color: tokens.label },
});

/** The colours and the face of the house for whatever an option leaves open. */
export const echartsTheme = (tokens: ChartTokens): Record<string, unknown> => ({
  color: [...tokens.series],
  backgroundColor: "transparent",
  textStyle: { fontFamily: tokens.fontFamily, color: tokens.cursor },
  title: { textStyle: { color: tokens.cursor, fontSize: 13 }, subtextStyle: { color: tokens.label } },
  legend: { textStyle: { color: tokens.label } },
  tooltip: { backgroundColor: tokens.canvas, borderColor: tokens.axis, textStyle: { color: tokens.cursor } },
  // By itself a label outside its slice has an outline in the colour of a white page.
  pie: { label: { color: tokens.cursor, textBorderWidth: 0 } },
  visualMap: { textStyle: { color: tokens.label } },
  ...Object.fromEntries(
    ["categoryAxis", "valueAxis", "logAxis", "timeAxis"].map((name) => [name, axisDefaults(tokens)]),
  ),
});

/** A cell's option with what the app insists on: no movement, and tooltips that are drawn, never HTML. */
export const safeOption = ({ option }: EchartsChart): EChartsOption => ({
  ...option,
  animation: false,
  ...(option.tooltip === undefined
    ? {}
    : { tooltip: asList(option.tooltip).map((tooltip) => ({ ...tooltip, renderMode: "richText" })) }),
});

/** The names of its series, by which a chart is told in words. */
export const seriesNames = ({ option }: EchartsChart): string[] =>
  asList(option.series).map(({ name, type }) => String(name ?? type));
