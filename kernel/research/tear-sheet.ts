import { type BacktestRun, summariseRun } from "../../engine/index.ts";
import { encodeTable } from "../cells/to-table.ts";
import type { TableDisplay, TearSheet } from "../contract/display.ts";
import type { RunCurves } from "./charts.ts";

/** Daily sessions of one market in a year, by the engine's convention. */
const PERIODS_PER_YEAR = 252;

/** Of a run with more fills than this, the newest: a tear sheet goes to the window whole. */
const MAX_TRADES = 200_000;

/** What the last decision wanted to hold. */
const holdingsOf = ({ rebalances, fills }: BacktestRun): TableDisplay => {
  const first = rebalances.firstTarget.at(-2) ?? 0;
  const weight = rebalances.weight.subarray(first);
  const instrument = rebalances.instrument.subarray(first);
  const order = Array.from(weight.keys()).sort((a, b) => weight[b]! - weight[a]! || a - b);
  const instruments = order.map((index) => fills.instruments[instrument[index]!]!);
  return encodeTable("holdings", [
    { name: "iid", type: "text", values: instruments.map(({ iid }) => iid) },
    { name: "name", type: "text", values: instruments.map(({ name }) => name) },
    { name: "mic", type: "text", values: instruments.map(({ mic }) => mic) },
    { name: "weight", type: "percent", values: order.map((index) => weight[index]!) },
  ]);
};

/** The fills, in the order they happened; the newest ones where there are more than a table shows. */
const tradesOf = ({ fills }: BacktestRun, minorPerUnit: number): TableDisplay => {
  const first = Math.max(0, fills.at.length - MAX_TRADES);
  const instruments = Array.from(fills.instrument.subarray(first), (index) => fills.instruments[index]!);
  const money = (values: Float64Array) => values.slice(first).map((minor) => minor / minorPerUnit);
  const title =
    first > 0
      ? `trades, last ${MAX_TRADES.toLocaleString("en-US")} of ${fills.at.length.toLocaleString("en-US")}`
      : "trades";
  return encodeTable(title, [
    { name: "at", type: "instant", values: fills.at.slice(first) },
    { name: "iid", type: "text", values: instruments.map(({ iid }) => iid) },
    { name: "name", type: "text", values: instruments.map(({ name }) => name) },
    { name: "mic", type: "text", values: instruments.map(({ mic }) => mic) },
    { name: "shares", type: "integer", values: fills.shares.slice(first) },
    { name: "price", type: "number", values: fills.price.slice(first) },
    { name: "value", type: "number", values: money(fills.valueMinor) },
    { name: "cost", type: "number", values: money(fills.costMinor) },
  ]);
};

/** A run as a tear sheet: the engine's figures and series, and the run's own holdings and trades. */
export const tearSheetOf = (
  run: BacktestRun,
  { benchmark }: { readonly benchmark?: string | undefined },
  minorPerUnit: number,
): TearSheet => {
  const summary = summariseRun(run, { periodsPerYear: PERIODS_PER_YEAR });
  return {
    title: run.strategyName,
    currency: run.config.currency,
    universe: run.universe,
    benchmarkName: String(benchmark ?? run.universe),
    snapshotId: run.snapshotId,
    orderHash: run.orderHash,
    warnings: run.config.fillAt === "same-bar-close" ? ["unsafe-fill"] : [],
    metrics: summary.metrics,
    dates: run.dates.slice(),
    equity: summary.equity.slice(),
    benchmark: run.benchmark.slice(),
    drawdown: summary.drawdown.slice(),
    benchmarkDrawdown: summary.benchmarkDrawdown.slice(),
    monthly: summary.monthly.map(({ year, months, total }) => ({ year, months: months.slice(), total })),
    drawdowns: summary.drawdowns.map((each) => ({ ...each })),
    holdings: holdingsOf(run),
    trades: tradesOf(run, minorPerUnit),
  };
};

/** The curves of a run, as charts of their own show them. */
export const curvesOf = (run: BacktestRun): RunCurves => {
  const { equity, drawdown, benchmarkDrawdown } = summariseRun(run, { periodsPerYear: PERIODS_PER_YEAR });
  return { dates: run.dates, equity, benchmark: run.benchmark, drawdown, benchmarkDrawdown };
};

/** The figures of a run by name, as plain numbers. */
export const metricsOf = (run: BacktestRun): Readonly<Record<string, number | null>> =>
  Object.freeze(
    Object.fromEntries(
      summariseRun(run, { periodsPerYear: PERIODS_PER_YEAR }).metrics.map(({ key, value }) => [key, value]),
    ),
  );
