import { type ChartTokens, chartTokensFrom } from "./chart-tokens.ts";

/** Reads the tokens in force on the root element. */
export const readChartTokens = (root: Element): ChartTokens => {
  const style = getComputedStyle(root);
  return chartTokensFrom((name) => style.getPropertyValue(name));
};
