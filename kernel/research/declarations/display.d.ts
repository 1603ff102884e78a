// What a cell shows.

/** Shows rows, or the result of a SQL cell, as a table. */
declare function table(rows: Iterable<object>, options?: { readonly title?: string }): void;
/** Shows text as Markdown; formulas stand between $ and $, or on lines of their own between $$ and $$. */
declare function md(text: string): void;
/** Shows HTML after it was cleaned: scripts, forms, pictures by address, ids and most styles are left out. */
declare function html(text: string): void;

interface ChartOptions {
  readonly title?: string;
  readonly unit?: "none" | "percent" | "multiple" | "money";
  /** Name of the horizontal axis. */
  readonly xLabel?: string;
}
/** Horizontal values: texts such as "2023-06-30" are dates, other texts categories. */
type ChartX = ArrayLike<number> | readonly string[];
type ChartSeries = Readonly<Record<string, ArrayLike<number>>>;
interface ChartPrices {
  readonly open: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
}
declare const chart: {
  line(x: ChartX, series: ChartSeries, options?: ChartOptions): void;
  /** Lines above a filled area; for what is counted from zero, such as drawdowns. */
  area(x: ChartX, series: ChartSeries, options?: ChartOptions): void;
  bar(x: ChartX, series: ChartSeries, options?: ChartOptions): void;
  scatter(x: ArrayLike<number>, series: ChartSeries, options?: ChartOptions): void;
  /** One row of values for each label of y, from the top; NaN is empty. */
  heatMap(
    x: readonly (string | number)[],
    y: readonly (string | number)[],
    rows: readonly ArrayLike<number>[],
    options?: ChartOptions & { readonly yLabel?: string },
  ): void;
  /** Counts values in equal bins; with round edges, zero among them, when `bins` is left out. */
  histogram(values: ArrayLike<number>, options?: ChartOptions & { readonly bins?: number }): void;
  /** Open, high, low and close of each session. */
  candles(x: ChartX, prices: ChartPrices, options?: ChartOptions): void;
  /** A box from quartile to quartile for each group, with whiskers of at most one and a half times its height. */
  box(groups: ChartSeries, options?: ChartOptions): void;
  /** Growth of one unit of capital, and of the benchmark. */
  equity(run: BacktestRun, options?: { readonly title?: string }): void;
  /** The fall from the latest peak, of the run and of the benchmark. */
  drawdown(run: BacktestRun, options?: { readonly title?: string }): void;
  /** Any chart by an option of ECharts, as data only: no functions, HTML, links or pictures by address. */
  echarts(option: object, options?: { readonly title?: string; readonly height?: number }): void;
};

/** Writes lines below the cell. */
interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}
declare var console: Console;
