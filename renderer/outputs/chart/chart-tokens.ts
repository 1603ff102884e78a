/** The colours and faces a chart may use, read from the style sheet: charts name no colour themselves. */
export interface ChartTokens {
  readonly series: readonly string[];
  readonly benchmark: string;
  readonly grid: string;
  readonly axis: string;
  readonly label: string;
  readonly area: string;
  readonly gain: string;
  readonly loss: string;
  readonly canvas: string;
  readonly cursor: string;
  readonly fontFamily: string;
}

/** zrender parses only the comma form of rgb(), the style sheet uses the space form. */
export const toCommaColour = (colour: string): string => {
  const parts = /^rgba?\(\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*(?:\/\s*([\d.]+)(%?))?\s*\)$/.exec(colour);
  if (!parts) return colour;
  const alpha = parts[4] === undefined ? 1 : Number(parts[4]) / (parts[5] ? 100 : 1);
  return `rgba(${parts[1]},${parts[2]},${parts[3]},${alpha})`;
};

/** The tokens, given how to look a custom property up: in a browser's computed style, or in the style sheet's text. */
export const chartTokensFrom = (property: (name: string) => string): ChartTokens => {
  const colour = (name: string): string => toCommaColour(property(name).trim());
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
    fontFamily: property("--font-ui").trim(),
  };
};
