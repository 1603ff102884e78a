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

const overTime = (
  title: string,
  unit: Chart["unit"],
  dates: TearSheet["dates"],
  strategy: TearSheet["equity"],
  benchmark: TearSheet["equity"],
): Chart => ({
  title,
  type: "line",
  unit,
  x: { kind: "date", values: dates },
  series: [
    { name: "Strategy", values: strategy },
    { name: "Benchmark", values: benchmark },
  ],
});

export const equityChart = (sheet: TearSheet): Chart =>
  overTime("Equity", "multiple", sheet.dates, sheet.equity, sheet.benchmark);

export const drawdownChart = (sheet: TearSheet): Chart =>
  overTime("Drawdown", "percent", sheet.dates, sheet.drawdown, sheet.benchmarkDrawdown);
