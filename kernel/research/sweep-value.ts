import { percentile } from "../../engine/index.ts";
import { describeAs } from "../cells/described-value.ts";
import { showAs } from "../cells/own-displays.ts";
import { encodeTable, type TableColumn } from "../cells/to-table.ts";
import type { Display, TableDisplay } from "../contract/display.ts";
import type { SweepReply } from "../parallel/sweep-request.ts";
import { ResearchError } from "./research-error.ts";
import { axesOf, isPercent, markUnsafe, sweepHeatMap } from "./sweep-map.ts";

const QUARTILES = [0, 0.25, 0.5, 0.75, 1];

/** The figures a sweep's own table shows; the rest are in its columns. */
const SHOWN = ["cagr", "volatility", "sharpe", "sortino", "maxDrawdown", "turnover", "costDrag"] as const;

function refuse(message: string): never {
  throw new ResearchError("bad-argument", message);
}

const copies = (columns: Readonly<Record<string, Float64Array>>) =>
  Object.freeze(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice()])));

const tableOf = (name: string, { parameters, metrics }: SweepReply): TableDisplay => {
  const numbers = (column: string, values: Float64Array): TableColumn => ({
    name: column,
    type: values.every(Number.isInteger) ? "integer" : "number",
    values,
  });
  return encodeTable(name, [
    ...Object.entries(parameters).map(([parameter, values]) => numbers(parameter, values)),
    ...SHOWN.map((metric) => ({
      name: metric,
      type: isPercent(metric) ? ("percent" as const) : ("number" as const),
      values: metrics[metric]!,
    })),
  ]);
};

const sweeps = new WeakSet<object>();

/** Whether a value is one that `sweep` gave. */
export const isSweep = (value: unknown): value is Sweep =>
  typeof value === "object" && value !== null && sweeps.has(value);

/** What a cell gets of a sweep: copies of its columns, and questions to them. */
export const createSweepValue = (
  strategyName: string,
  reply: SweepReply,
  { hasReturns, isUnsafe }: { readonly hasReturns: boolean; readonly isUnsafe: boolean },
): Sweep => {
  const { finished, failed, dates } = reply;
  const requireRun = (index: number): void => {
    if (!Number.isInteger(index) || index < 0 || index >= finished)
      refuse(`The sweep has runs 0 to ${finished - 1}, not ${String(index)}.`);
  };
  const columnOf = (metric: string): Float64Array =>
    reply.metrics[metric] ?? refuse(`There is no metric "${metric}": there are ${metricNames.join(", ")}.`);
  const metricNames = Object.keys(reply.metrics);
  const valuesAt = (columns: Readonly<Record<string, Float64Array>>, index: number) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[index]!]));
  const returnsOf = (index: number): Float64Array => {
    requireRun(index);
    if (!hasReturns) refuse("The returns of this sweep were not kept: leave keepReturns out.");
    return reply.returns.slice(index * dates.length, (index + 1) * dates.length);
  };
  const run = (index: number): SweptRun => {
    requireRun(index);
    return Object.freeze({
      index,
      parameters: Object.freeze(valuesAt(reply.parameters, index)),
      metrics: Object.freeze(valuesAt(reply.metrics, index)) as SweptRun["metrics"],
    });
  };
  const rows = Array.from({ length: finished }, (_, index) => index);
  const value: Sweep = {
    strategyName,
    isUnsafe,
    snapshotId: reply.snapshotId,
    length: finished,
    parameters: copies(reply.parameters),
    metrics: copies(reply.metrics) as Sweep["metrics"],
    failed,
    failures: Object.freeze(reply.failures.map((each) => Object.freeze({ ...each }))),
    dates: dates.slice(),
    hash: reply.hash,
    run,
    returns: returnsOf,
    best: (metric, { count = 10, lowest = false } = {}) => {
      const column = columnOf(metric);
      const sign = lowest ? 1 : -1;
      return rows
        .filter((index) => !Number.isNaN(column[index]))
        .sort((a, b) => sign * (column[a]! - column[b]!) || a - b)
        .slice(0, count)
        .map(run);
    },
    quantiles: (metric, shares = QUARTILES) => {
      const present = columnOf(metric).filter((each) => !Number.isNaN(each));
      return Float64Array.from(shares, (share) => {
        if (!(share >= 0 && share <= 1))
          refuse(`A share of a quantile is from 0 to 1, was ${String(share)}.`);
        return present.length === 0 ? Number.NaN : percentile(present, share);
      });
    },
    equalWeighted: () => {
      const sums = new Float64Array(dates.length);
      for (const index of rows) {
        const returns = returnsOf(index);
        for (let t = 0; t < sums.length; t++) sums[t]! += returns[t]!;
      }
      return sums.map((sum) => sum / finished);
    },
    *[Symbol.iterator]() {
      for (const index of rows)
        yield { ...valuesAt(reply.parameters, index), ...valuesAt(reply.metrics, index) };
    },
  };
  const runs = `${finished} runs of ${strategyName}${failed > 0 ? `, ${failed} failed` : ""}`;
  const described = Object.freeze(describeAs(value, "Sweep", runs));
  sweeps.add(described);
  return showAs(described, (): Display[] => {
    const axes = axesOf(described);
    const map: Display[] =
      axes.length === 2 ? [{ kind: "heat-map", heatMap: sweepHeatMap(described, {}) }] : [];
    return [
      ...map,
      { kind: "table", table: tableOf(markUnsafe(described, `${strategyName}, by parameters`), reply) },
    ];
  });
};
