import * as echarts from "echarts";
import type { Chart, TearSheet } from "../../kernel/contract/display.ts";
import { buildChartOption } from "../../renderer/outputs/chart/chart-options.ts";
import { lightChartTokens } from "./light-tokens.ts";

/** A chart of the small grammar as SVG text, drawn without a browser by the options the window uses. */
export const drawChart = (chart: Chart, width: number, height: number): string => {
  const instance = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  instance.setOption(buildChartOption(chart, lightChartTokens(), "en"));
  const svg = instance.renderToSVGString();
  instance.dispose();
  return svg;
};

export const equityChart = (sheet: TearSheet): Chart => ({
  title: "Equity",
  type: "line",
  unit: "multiple",
  x: { kind: "date", values: sheet.dates },
  series: [
    { name: "Strategy", values: sheet.equity },
    { name: "Benchmark", values: sheet.benchmark },
  ],
});

export const drawdownChart = (sheet: TearSheet): Chart => ({
  title: "Drawdown",
  type: "line",
  unit: "percent",
  x: { kind: "date", values: sheet.dates },
  series: [
    { name: "Strategy", values: sheet.drawdown },
    { name: "Benchmark", values: sheet.benchmarkDrawdown },
  ],
});
