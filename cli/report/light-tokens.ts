import { type ChartTokens, chartTokensFrom } from "../../renderer/outputs/chart/chart-tokens.ts";
import tokensCss from "../../renderer/styles/tokens.css?raw";

/** The style sheet itself: a report carries it whole, so that its colours are the app's. */
export { tokensCss };

/** A custom property's first value in the style sheet, which is the light theme's; one that names another is followed. */
const propertyOf = (name: string): string => {
  const found = new RegExp(`${name}:\\s*([^;]+);`).exec(tokensCss)?.[1]?.trim();
  if (found === undefined) throw new Error(`tokens.css has no ${name}`);
  const other = /^var\((--[\w-]+)\)$/.exec(found)?.[1];
  return other ? propertyOf(other) : found;
};

/** The light theme's chart colours, for drawing where no browser is. */
export const lightChartTokens = (): ChartTokens => chartTokensFrom(propertyOf);
