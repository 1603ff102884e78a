import type { Chart, Display, EchartsChart, HeatMap } from "../contract/display.ts";
import { readEchartsOption } from "../contract/echarts-option.ts";
import { boxOf } from "./box-figures.ts";
import { parseDay } from "./dates.ts";

/** The curves of a run: growth of one unit and the fall from the latest peak, beside the benchmark's. */
export interface RunCurves {
  readonly dates: Int32Array;
  readonly equity: Float64Array;
  readonly benchmark: Float64Array;
  readonly drawdown: Float64Array;
  readonly benchmarkDrawdown: Float64Array;
}

const MAX_POINTS = 1_000_000;
export const MAX_LABELS = 200;

const axisOf = (x: ChartX, label: string): Chart["x"] => {
  const isText = Array.isArray(x) && x.some((value) => typeof value === "string");
  if (!isText) return { kind: "number", label, values: Float64Array.from(x as ArrayLike<number>) };
  const texts = x as readonly string[];
  const isDates = texts.every((text) => /^\d{4}-\d{2}-\d{2}$/.test(text));
  if (!isDates) return { kind: "category", values: texts.map(String) };
  return { kind: "date", values: Int32Array.from(texts, (text) => parseDay("a date", text)) };
};

const chartOf = (type: Chart["type"], x: ChartX, series: ChartSeries, options: ChartOptions = {}): Chart => {
  const entries = Object.entries(series);
  if (entries.length > 12) throw new RangeError(`a chart shows at most 12 series, was ${entries.length}`);
  if (x.length > MAX_POINTS)
    throw new RangeError(`a chart shows at most ${MAX_POINTS} points, was ${x.length}`);
  for (const [name, values] of entries) {
    if (values.length !== x.length) {
      throw new RangeError(`series "${name}" has ${values.length} values for ${x.length} places on the axis`);
    }
  }
  // Int32Array is how a run gives its sessions: days, so a time axis.
  const axis: Chart["x"] =
    x instanceof Int32Array ? { kind: "date", values: x.slice() } : axisOf(x, String(options.xLabel ?? ""));
  return {
    title: String(options.title ?? ""),
    type,
    x: axis,
    series: entries.map(([name, values]) => ({ name, values: Float64Array.from(values) })),
    unit: options.unit ?? "none",
  };
};

const histogramOf = (
  values: ArrayLike<number>,
  options: ChartOptions & { readonly bins?: number } = {},
): Chart => {
  const present = Float64Array.from(values).filter(Number.isFinite);
  if (present.length > MAX_POINTS)
    throw new RangeError(`a histogram counts at most ${MAX_POINTS} values, was ${present.length}`);
  const { bins } = options;
  if (bins !== undefined && (!Number.isInteger(bins) || bins < 1 || bins > 1_000))
    throw new RangeError(`bins must be 1 to 1000, was ${bins}`);
  return {
    title: String(options.title ?? ""),
    type: "histogram",
    ...(bins === undefined ? {} : { bins }),
    x: { kind: "number", label: String(options.xLabel ?? ""), values: new Float64Array() },
    series: [{ name: "count", values: present }],
    unit: options.unit ?? "none",
  };
};

/** The four prices of each session, in the order a reader of candles knows. */
const candlesOf = (x: ChartX, prices: ChartPrices, options?: ChartOptions): Chart =>
  chartOf(
    "candles",
    x,
    { open: prices.open, high: prices.high, low: prices.low, close: prices.close },
    options,
  );

const boxesOf = (groups: ChartSeries, options?: ChartOptions): Chart => {
  const names = Object.keys(groups);
  if (names.length > MAX_LABELS) throw new RangeError(`a chart has at most ${MAX_LABELS} boxes`);
  const boxes = names.map((name) => boxOf(groups[name]!));
  const series = Object.fromEntries(
    (["low", "lowerQuartile", "median", "upperQuartile", "high"] as const).map((figure) => [
      figure,
      boxes.map((box) => box[figure]),
    ]),
  );
  return { ...chartOf("box", names, series, options), x: { kind: "category", values: names } };
};

const echartsOf = (option: object, options: { title?: string; height?: number } = {}): EchartsChart => {
  const height = options.height ?? 300;
  if (!(height >= 80 && height <= 2_000)) throw new RangeError(`height must be 80 to 2000, was ${height}`);
  return { title: String(options.title ?? ""), height, option: readEchartsOption(option) };
};

const heatMapOf = (
  x: readonly (string | number)[],
  y: readonly (string | number)[],
  rows: readonly ArrayLike<number>[],
  options: ChartOptions & { readonly yLabel?: string } = {},
): HeatMap => {
  if (x.length > MAX_LABELS || y.length > MAX_LABELS)
    throw new RangeError(`a heat map has at most ${MAX_LABELS} labels on an axis`);
  if (rows.length !== y.length || rows.some((row) => row.length !== x.length))
    throw new RangeError(`a heat map needs ${y.length} rows of ${x.length} values`);
  return {
    title: String(options.title ?? ""),
    x: { label: String(options.xLabel ?? ""), values: x.map(String) },
    y: { label: String(options.yLabel ?? ""), values: y.map(String) },
    values: Float64Array.from(rows.flatMap((row) => Array.from(row))),
    unit: options.unit ?? "none",
  };
};

/** How charts leave a cell, and where the curves of a run come from. */
export interface ChartHost {
  readonly show: (display: Display) => void;
  readonly curvesOf: (run: BacktestRun) => RunCurves;
}

/** The chart calls of the research API. */
export const createCharts = ({ show, curvesOf }: ChartHost) => {
  const draw = (chart: Chart): void => show({ kind: "chart", chart });
  return Object.freeze({
    heatMap: (...given: Parameters<typeof heatMapOf>) =>
      show({ kind: "heat-map", heatMap: heatMapOf(...given) }),
    line: (x: ChartX, series: ChartSeries, options?: ChartOptions) =>
      draw(chartOf("line", x, series, options)),
    area: (x: ChartX, series: ChartSeries, options?: ChartOptions) =>
      draw(chartOf("area", x, series, options)),
    bar: (x: ChartX, series: ChartSeries, options?: ChartOptions) => draw(chartOf("bar", x, series, options)),
    scatter: (x: ArrayLike<number>, series: ChartSeries, options?: ChartOptions) =>
      draw(chartOf("scatter", x, series, options)),
    histogram: (values: ArrayLike<number>, options?: ChartOptions & { readonly bins?: number }) =>
      draw(histogramOf(values, options)),
    candles: (x: ChartX, prices: ChartPrices, options?: ChartOptions) => draw(candlesOf(x, prices, options)),
    box: (groups: ChartSeries, options?: ChartOptions) => draw(boxesOf(groups, options)),
    equity: (run: BacktestRun, options?: { readonly title?: string }) => {
      const { dates, equity, benchmark } = curvesOf(run);
      const shown = { title: String(options?.title ?? run.strategyName), unit: "multiple" as const };
      draw(chartOf("line", dates, { strategy: equity, benchmark }, shown));
    },
    drawdown: (run: BacktestRun, options?: { readonly title?: string }) => {
      const { dates, drawdown, benchmarkDrawdown } = curvesOf(run);
      const shown = { title: String(options?.title ?? run.strategyName), unit: "percent" as const };
      draw(chartOf("area", dates, { strategy: drawdown, benchmark: benchmarkDrawdown }, shown));
    },
    echarts: (...given: Parameters<typeof echartsOf>) =>
      show({ kind: "echarts", echarts: echartsOf(...given) }),
  });
};
