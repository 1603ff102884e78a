import { metricReference } from "../../engine/index.ts";
import type { HeatMap } from "../contract/display.ts";
import { MAX_LABELS } from "./charts.ts";
import { ResearchError } from "./research-error.ts";

/** Whether a metric is written in percent. */
export const isPercent = (metric: string): boolean =>
  metricReference.some(({ tearSheet }) => tearSheet?.key === metric && tearSheet.format === "percent");

const distinct = (column: ArrayLike<number>): number[] =>
  [...new Set(Array.from(column))].sort((a, b) => a - b);

/** The parameters of a sweep that have several values. */
export const axesOf = ({ parameters }: Sweep): string[] =>
  Object.keys(parameters).filter((name) => distinct(parameters[name]!).length > 1);

interface MapLabels {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
}

/**
 * Values by two columns, as a map that waits for its labels: the mean of those that share a pair, NaN where there is
 * none. Null when a column has more values than a map has places.
 */
export const gridMap = (
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  values: ArrayLike<number>,
): ((labels: MapLabels) => Omit<HeatMap, "unit">) | null => {
  const [across, down] = [distinct(xs), distinct(ys)];
  if (across.length > MAX_LABELS || down.length > MAX_LABELS) return null;
  const sums = new Float64Array(across.length * down.length);
  const counts = new Float64Array(sums.length);
  for (let k = 0; k < values.length; k++) {
    if (Number.isNaN(values[k])) continue;
    const at = down.indexOf(ys[k]!) * across.length + across.indexOf(xs[k]!);
    sums[at]! += values[k]!;
    counts[at]!++;
  }
  return ({ title, xLabel, yLabel }) => ({
    title,
    x: { label: xLabel, values: across.map(String) },
    y: { label: yLabel, values: down.map(String) },
    values: sums.map((sum, at) => sum / counts[at]!),
  });
};

/** A title that says, as a tear sheet does, when no live run could have these figures. */
export const markUnsafe = ({ isUnsafe }: Sweep, title: string): string =>
  isUnsafe ? `${title}, unsafe: orders fill at the close that decided them` : title;

/** A metric of a sweep by two of its parameters. Throws a sentence when there is no such map. */
export const sweepHeatMap = (
  sweep: Sweep,
  options: {
    readonly metric?: MetricName;
    readonly x?: string;
    readonly y?: string;
    readonly title?: string;
  },
): HeatMap => {
  const metric = options.metric ?? "sharpe";
  const free = axesOf(sweep);
  const y = options.y ?? free.find((name) => name !== options.x) ?? "";
  const x = options.x ?? free.find((name) => name !== y) ?? "";
  const column = sweep.metrics[metric];
  const [xs, ys] = [sweep.parameters[x], sweep.parameters[y]];
  if (!column) throw new ResearchError("bad-argument", `There is no metric "${metric}".`);
  if (!xs || !ys || x === y)
    throw new ResearchError(
      "bad-argument",
      `A map of a sweep needs two parameters with several values, out of ${free.join(", ") || "none"}.`,
    );
  const map = gridMap(xs, ys, column);
  if (!map) throw new ResearchError("bad-argument", `A map has at most ${MAX_LABELS} values on an axis.`);
  const title = markUnsafe(sweep, String(options.title ?? `${sweep.strategyName}: ${metric}`));
  return { ...map({ title, xLabel: x, yLabel: y }), unit: isPercent(metric) ? "percent" : "none" };
};
