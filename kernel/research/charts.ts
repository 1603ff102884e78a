import type { Chart, HeatMap } from "../contract/display.ts";
import { parseDay } from "./dates.ts";

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
  const bins = options.bins ?? Math.max(5, Math.min(100, Math.ceil(Math.sqrt(present.length))));
  if (!Number.isInteger(bins) || bins < 1 || bins > 1_000)
    throw new RangeError(`bins must be 1 to 1000, was ${bins}`);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of present) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const width = high > low ? (high - low) / bins : 1;
  const counts = new Float64Array(bins);
  for (const value of present) counts[Math.min(bins - 1, Math.floor((value - low) / width))]!++;
  const centres =
    present.length === 0 ? new Float64Array(bins) : counts.map((_, bin) => low + (bin + 0.5) * width);
  return {
    title: String(options.title ?? ""),
    type: "histogram",
    x: { kind: "number", label: String(options.xLabel ?? ""), values: centres },
    series: [{ name: "count", values: counts }],
    unit: options.unit ?? "none",
  };
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

/** The chart calls of the research API; each gives the chart to `show`. */
export const createCharts = (show: (chart: Chart) => void, showMap: (heatMap: HeatMap) => void) =>
  Object.freeze({
    heatMap: (...given: Parameters<typeof heatMapOf>) => showMap(heatMapOf(...given)),
    line: (x: ChartX, series: ChartSeries, options?: ChartOptions) =>
      show(chartOf("line", x, series, options)),
    bar: (x: ChartX, series: ChartSeries, options?: ChartOptions) => show(chartOf("bar", x, series, options)),
    scatter: (x: ArrayLike<number>, series: ChartSeries, options?: ChartOptions) =>
      show(chartOf("scatter", x, series, options)),
    histogram: (values: ArrayLike<number>, options?: ChartOptions & { readonly bins?: number }) =>
      show(histogramOf(values, options)),
  });
