// What a cell shows.

/** Shows rows, or the result of a SQL cell, as a table. */
declare function table(rows: Iterable<object>, options?: { readonly title?: string }): void;
/** Shows text as Markdown. */
declare function md(text: string): void;

interface ChartOptions {
  readonly title?: string;
  readonly unit?: "none" | "percent" | "multiple" | "money";
  /** Name of the horizontal axis. */
  readonly xLabel?: string;
}
/** Horizontal values: texts such as "2023-06-30" are dates, other texts categories. */
type ChartX = ArrayLike<number> | readonly string[];
type ChartSeries = Readonly<Record<string, ArrayLike<number>>>;
declare const chart: {
  line(x: ChartX, series: ChartSeries, options?: ChartOptions): void;
  bar(x: ChartX, series: ChartSeries, options?: ChartOptions): void;
  scatter(x: ArrayLike<number>, series: ChartSeries, options?: ChartOptions): void;
  /** One row of values for each label of y, from the top; NaN is empty. */
  heatMap(
    x: readonly (string | number)[],
    y: readonly (string | number)[],
    rows: readonly ArrayLike<number>[],
    options?: ChartOptions & { readonly yLabel?: string },
  ): void;
  /** Counts values in equal bins. */
  histogram(values: ArrayLike<number>, options?: ChartOptions & { readonly bins?: number }): void;
};

/** Writes lines below the cell. */
interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}
declare var console: Console;
