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

interface SliderInput {
  readonly min: number;
  readonly max: number;
  /** 1 when left out. */
  readonly step?: number;
  /** The value until the reader chooses another; `min` when left out. */
  readonly value?: number;
  /** The words beside it; the name when left out. */
  readonly label?: string;
}
interface NumberInput {
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
}
interface SelectInput<Choice extends string> {
  readonly options: readonly Choice[];
  readonly value?: NoInfer<Choice>;
  readonly label?: string;
}
interface DateInput {
  /** Days such as "2023-06-30". */
  readonly value: string;
  readonly min?: string;
  readonly max?: string;
  readonly label?: string;
}
interface ToggleInput {
  readonly value?: boolean;
  readonly label?: string;
}
interface TextInput {
  readonly value?: string;
  readonly label?: string;
}
/**
 * Values that the reader of the notebook chooses. A choice is kept in the file, at the head of the cell, and the cells
 * that read it run again, unless they are heavy.
 */
declare const input: {
  slider(name: string, options: SliderInput): number;
  number(name: string, options: NumberInput): number;
  select<Choice extends string>(name: string, options: SelectInput<Choice>): Choice;
  date(name: string, options: DateInput): string;
  toggle(name: string, options?: ToggleInput): boolean;
  text(name: string, options?: TextInput): string;
};

/** Shows how far a long loop is: `progress(i, n)`, with words if you like. Cheap enough for every turn. */
declare function progress(done: number, total: number, label?: string): void;

/** Writes lines below the cell. */
interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}
declare var console: Console;
