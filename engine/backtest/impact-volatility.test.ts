import { expect, test } from "vitest";
import { ACTION, type Panel } from "../contract/panel.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { callbackStrategy, unwrap } from "../testing/strategies.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
import { runBacktest } from "./run-backtest.ts";

const COEFFICIENT = 0.9;
const FALLBACK_BPS = 30;
const slippage = { kind: "square-root", coefficient: COEFFICIENT, fallbackBps: FALLBACK_BPS } as const;
const config = worldConfig({ ...costModels.none, slippage });

/** Slippage of each fill of one name, held at a weight that is turned daily, with the row of its session. */
function charged(panel: Panel) {
  const strategy = callbackStrategy((members, k) => ({ [members[0]!]: k % 2 === 0 ? 0.5 : 0.1 }));
  const { fills } = unwrap(runBacktest({ panel, strategy, parameters: {}, config }));
  return Array.from(fills.at, (at, k) => ({
    row: panel.markets[0]!.openAt.indexOf(at),
    shares: Math.abs(fills.shares[k]!),
    price: fills.price[k]!,
    costMinor: fills.costMinor[k]!,
  }));
}

/** By the formula, from the closes before a row: written anew, with the mean of squares about the mean. */
function volatility(closes: readonly number[]): number {
  const last = closes.slice(-21);
  const returns = last.slice(1).map((close, k) => close / last[k]! - 1);
  const mean = returns.reduce((a, b) => a + b, 0) / returns.length;
  return Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (returns.length - 1));
}

const world = createWorld({ seed: 12, instruments: 1, sessions: 40, isSingleMarket: true });
// A split on row 25 halves the price and is no return.
const ratio = 2;
const halved = (name: string) =>
  world.columns[name]!.map((price, row) => (row >= 25 ? price / ratio : price));
const panel: Panel = {
  ...world,
  members: new Uint8Array(40).fill(1),
  columns: {
    ...world.columns,
    ...Object.fromEntries(["open", "high", "low", "close"].map((name) => [name, halved(name)])),
    volume: new Float64Array(40).fill(50_000),
  },
  actions: {
    instrument: Int32Array.of(0),
    row: Int32Array.of(25),
    kind: Uint8Array.of(ACTION.split),
    ratio: Float64Array.of(ratio),
    cash: Float64Array.of(0),
  },
};

test("[E59] impact is by the deviation of the twenty daily returns before the session, across splits", () => {
  const fills = charged(panel);
  expect(fills.length).toBeGreaterThan(35);
  for (const { row, shares, price, costMinor } of fills) {
    const sigma = volatility(Array.from(world.columns.close!.slice(0, row)));
    const impact = COEFFICIENT * sigma * Math.sqrt(shares / 50_000);
    const expected = shares * price * (row < 3 ? FALLBACK_BPS / 10_000 : impact) * 100;
    // A cent: sums in another order.
    expect(Math.abs(costMinor - expected)).toBeLessThanOrEqual(1);
  }
});

test("[E59] the session itself and what lies before the twenty returns do not count", () => {
  const fillOn = (of: Panel, wanted: number) => charged(of).find(({ row }) => row === wanted)!;
  const withClose = (row: number): Panel => ({
    ...panel,
    columns: {
      ...panel.columns,
      // Too small a change to move what is bought, and large enough to show in the deviation.
      close: panel.columns.close!.map((close, at) => (at === row ? close * 1.05 : close)),
      high: panel.columns.high!.map((high) => high * 1.1),
    },
  });
  const plain = fillOn(panel, 35);
  const perValue = ({ shares, price, costMinor }: typeof plain) =>
    costMinor / (shares * price * Math.sqrt(shares));
  for (const row of [13, 35]) expect(perValue(fillOn(withClose(row), 35))).toBeCloseTo(perValue(plain), 6);
  for (const row of [14, 20, 33])
    expect(perValue(fillOn(withClose(row), 35)) / perValue(plain)).toBeGreaterThan(1.1);
});
