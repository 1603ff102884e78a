import { type ChartTokens, toCommaColour } from "./chart-tokens.ts";

/** Reads the tokens in force on the root element. */
export const readChartTokens = (root: Element): ChartTokens => {
  const style = getComputedStyle(root);
  const colour = (name: string): string => toCommaColour(style.getPropertyValue(name).trim());
  return {
    series: [1, 2, 3, 4, 5, 6, 7].map((n) => colour(`--chart-${n}`)),
    benchmark: colour("--chart-benchmark"),
    grid: colour("--chart-grid"),
    axis: colour("--chart-axis"),
    label: colour("--chart-label"),
    area: colour("--chart-area"),
    gain: colour("--gain"),
    loss: colour("--loss"),
    canvas: colour("--bg-canvas"),
    cursor: colour("--text-1"),
    fontFamily: style.getPropertyValue("--font-ui").trim(),
  };
};
