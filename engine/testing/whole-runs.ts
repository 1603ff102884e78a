import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { runBacktest } from "../backtest/run-backtest.ts";
import type { BacktestConfig, BacktestRun } from "../contract/backtest.ts";
import type { CostModel } from "../contract/costs.ts";
import type { FillPolicy } from "../contract/orders.ts";
import type { Panel } from "../contract/panel.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { summariseRun } from "../metrics/summarise-run.ts";
import { atClose } from "../strategy/decision-rule.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { randomOrders } from "./random-orders.ts";
import { momentumCallback, momentumExpression, unwrap } from "./strategies.ts";
import { createWorld, worldConfig } from "./world.ts";

/** What two hosts must agree on, to the last bit. */
export interface WholeRun {
  readonly world: number;
  readonly strategy: string;
  readonly orderHash: string;
  readonly fills: number;
  /** A hash of every NAV. */
  readonly equity: string;
  /** A hash of every other number of the run, and of its metrics. */
  readonly rest: string;
}

/** Three markets and currencies, and every kind of event. */
export function wholeWorld(k: number): Panel {
  const world = createWorld({
    seed: 7_000 + k,
    instruments: 3 + (k % 6),
    sessions: 30 + (k % 4) * 10,
    hasActions: true,
    hasGaps: true,
    hasDelistings: true,
    hasExchanges: true,
  });
  const { high, low } = world.columns;
  return {
    ...world,
    columns: { ...world.columns, vwap: high!.map((price, cell) => (price + low![cell]!) / 2) },
  };
}

const slippages: readonly CostModel["slippage"][] = [
  { kind: "bps", bps: 5 },
  { kind: "square-root", coefficient: 0.02, fallbackBps: 20 },
  { kind: "volume-share", impact: 0.1, cap: 0.1, fallbackBps: 20 },
  { kind: "half-spread", spread: 0.02 },
];
const fills: readonly FillPolicy[] = ["next-open", "next-close", "closing-auction", "next-vwap"];
const currencies = [
  { currency: "USD", capitalMinor: 100_000_000 },
  { currency: "KRW", capitalMinor: 1_200_000_000 },
  { currency: "GBP", capitalMinor: 80_000_000 },
] as const;

/** Every setting of a run in turn, whose periods have no common divisor, so that they meet in many ways. */
export const wholeConfig = (k: number): BacktestConfig => ({
  ...worldConfig({ ...costModels[k % 2 === 0 ? "institutional" : "retail"], slippage: slippages[k % 4]! }),
  ...currencies[k % 3]!,
  fillAt: fills[(k >> 1) % 4]!,
  foreignCash: k % 5 < 2 ? "hold" : "convert",
  lotOrder: k % 7 < 3 ? "lifo" : "fifo",
  referenceRateBps: { USD: 450, KRW: 350, GBP: 525 },
  dividendTaxPercent: { XNYS: 15, XKRX: 22 },
  ...(k % 3 === 1 && { margin: { maintenancePercent: 90, initialPercent: 110 } }),
  ...(k % 4 === 3 && { settlementSessions: { XNYS: 3, XKRX: 0, XLON: 1 } }),
});

/** What `momentumExpression` says, asked at every strike. */
export const momentumEvent = (): Strategy =>
  unwrap(
    defineStrategy({
      name: "Test strategy",
      universe: "WORLD",
      decide: atClose("XNYS"),
      rebalance: "weekly",
      needs: { fields: ["totalReturn"], lookback: 3 },
      onBar: (context) => {
        if (!context.isRebalance) return;
        const scores = context.members
          .map((iid) => {
            const h = context.history(iid, "totalReturn", 4);
            return { iid, score: h[3]! / h[0]! - 1 };
          })
          .filter(({ score }) => !Number.isNaN(score))
          .sort((a, b) => b.score - a.score);
        const chosen = scores.slice(0, Math.max(1, Math.floor(scores.length / 2)));
        context.targetWeights(Object.fromEntries(chosen.map(({ iid }) => [iid, 1 / chosen.length])));
      },
    }),
  );

/** Windows, recursions, logarithms, roots and a covariance: what hosts could differ in beside the account. */
const manyOperators = (): Strategy =>
  unwrap(
    defineStrategy({
      name: "Many operators",
      universe: "WORLD",
      decide: atClose("XLON"),
      rebalance: "daily",
      signal: ({ field }) => {
        const steps = field.totalReturn!.log().delta(1);
        const trend = field.close!.ema(5).div(field.close!.std(4).plus(1)).log();
        return steps.zscore(5).orElse(0).plus(trend).plus(field.close!.rsi(3).div(100).power(1.5)).rank();
      },
      weights: ({ signal }) => signal.top(80).riskParity({ window: 6 }),
    }),
  );

/** The strategies of a world: the first three say the same in the three ways there are. */
export const wholeStrategies = (k: number): Readonly<Record<string, () => Strategy>> => ({
  expression: () => momentumExpression("weekly"),
  rebalance: () => momentumCallback("weekly"),
  event: momentumEvent,
  operators: manyOperators,
  orders: () => randomOrders(100 + k),
});

/** Runs each strategy over the first worlds, as plain data. */
export function wholeRuns(worlds: number): WholeRun[] {
  return Array.from({ length: worlds }, (_, k) => {
    const panel = wholeWorld(k);
    return Object.entries(wholeStrategies(k)).map(([name, make]) => {
      const result = runBacktest({ panel, strategy: make(), parameters: {}, config: wholeConfig(k) });
      return describeRun(k, name, unwrap(result));
    });
  }).flat();
}

function describeRun(world: number, strategy: string, run: BacktestRun): WholeRun {
  const { metrics, equity, drawdown } = summariseRun(run);
  const { at, shares, price, valueMinor, costMinor } = run.fills;
  const figures = metrics.map(({ value }) => value ?? 0);
  const { commission, slippage, tax } = run.costsMinor;
  const counts = [commission, slippage, tax, run.ambiguousBars, run.marginCalls];
  const series = [run.cashMinor, run.grossExposure, run.benchmark, at, shares, price, valueMinor, costMinor];
  return {
    world,
    strategy,
    orderHash: run.orderHash,
    fills: at.length,
    equity: hashOf([run.navMinor, equity]),
    rest: hashOf([...series, drawdown, Float64Array.from([...figures, ...counts])]),
  };
}

/** Of the bits of the numbers: one that is missing would have bits of the host's own, and must not be there. */
function hashOf(series: readonly Float64Array[]): string {
  const hash = sha256.create();
  for (const values of series) {
    if (values.some(Number.isNaN)) throw new Error("a result is NaN");
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return bytesToHex(hash.digest());
}
