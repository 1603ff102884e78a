import type { ChartTokens } from "../../renderer/outputs/chart/chart-tokens.ts";
import { toCommaColour } from "../../renderer/outputs/chart/chart-tokens.ts";
import tokensCss from "../../renderer/styles/tokens.css?raw";

/** The style sheet itself: a report carries it whole, so that its colours are the app's. */
export { tokensCss };

/** A custom property's first value in the style sheet, which is the light theme's. */
const tokenValue = (name: string): string => {
  const found = new RegExp(`${name}:\\s*([^;]+);`).exec(tokensCss)?.[1]?.trim();
  if (found === undefined) throw new Error(`tokens.css has no ${name}`);
  return found;
};

/** The light theme's chart colours, for drawing where no browser is. */
export const lightChartTokens = (): ChartTokens => {
  const colour = (name: string) => toCommaColour(tokenValue(name));
  return {
    series: [1, 2, 3, 4, 5, 6, 7].map((n) => colour(`--chart-${n}`)),
    benchmark: colour("--chart-benchmark"),
    grid: colour("--chart-grid"),
    axis: colour("--chart-axis"),
    label: colour("--chart-label"),
    area: colour("--chart-area"),
    gain: colour("--gain-intl"),
    loss: colour("--loss-intl"),
    canvas: colour("--bg-canvas"),
    cursor: colour("--text-1"),
    fontFamily: "Pretendard, system-ui, sans-serif",
  };
};
