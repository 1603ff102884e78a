import { expect, test } from "vitest";
import type { Panel } from "../contract/panel.ts";
import { createRandom } from "../rng/random.ts";
import { unwrap } from "../testing/strategies.ts";
import { wholeConfig, wholeRuns, wholeStrategies, wholeWorld } from "../testing/whole-runs.ts";
import { truncateWorld } from "../testing/world.ts";
import { runBacktest } from "./run-backtest.ts";
import type { Checkpoint } from "./simulation.ts";

test("[P9] written three ways, a strategy has one order hash and one curve, whatever the run is set to", () => {
  const runs = wholeRuns(24);
  const of = (name: string) =>
    runs.filter(({ strategy }) => strategy === name).map(({ strategy: _, ...run }) => run);
  expect(of("rebalance")).toEqual(of("expression"));
  expect(of("event")).toEqual(of("expression"));
  // Each world's own: none is equal because nothing happened.
  expect(runs.filter(({ fills }) => fills === 0)).toEqual([]);
  expect(new Set(runs.map(({ orderHash }) => orderHash)).size).toBe(3 * 24);
});

test.each([1, 3, 5])(
  "[P10] resumed from every session, each strategy goes on as the whole run: world %d",
  (k) => {
    const panel = wholeWorld(k);
    for (const make of Object.values(wholeStrategies(k))) {
      const checkpoints: Checkpoint[] = [];
      const input = { panel, strategy: make(), parameters: {}, config: wholeConfig(k) };
      const onStrike = (save: () => Checkpoint) => checkpoints.push(structuredClone(save()));
      const { fills: all, ...full } = unwrap(runBacktest({ ...input, onStrike }));
      expect(checkpoints.length).toBe(full.dates.length);
      for (let d = 0; d < checkpoints.length - 1; d++) {
        const tail = unwrap(runBacktest({ ...input, resumeFrom: checkpoints[d] }));
        expect(tail.orderHash).toBe(full.orderHash);
        expect(tail.navMinor).toEqual(full.navMinor.subarray(d + 1));
        expect(tail.cashMinor).toEqual(full.cashMinor.subarray(d + 1));
        expect(tail.grossExposure).toEqual(full.grossExposure.subarray(d + 1));
        expect(tail.fills.price).toEqual(all.price.subarray(all.price.length - tail.fills.price.length));
        const { costsMinor, ambiguousBars, marginCalls } = full;
        expect(tail).toMatchObject({ costsMinor, ambiguousBars, marginCalls });
      }
    }
  },
);

/** London's rows become known two hours after New York's close, so New York decides between its close and then. */
const withLateLondon = (panel: Panel): Panel => ({
  ...panel,
  markets: panel.markets.map((market) =>
    market.mic === "XLON" ? { ...market, decisionAt: market.decisionAt.map((at) => at + 6 * 3.6e9) } : market,
  ),
});

test("[P8] a world cut between a market's close and the instant its row is known gives the same run up to there", () => {
  let between = 0;
  for (let k = 0; k < 16; k++) {
    const panel = withLateLondon(wholeWorld(k));
    const london = panel.markets.find(({ mic }) => mic === "XLON")!;
    const random = createRandom(k);
    for (const name of ["rebalance", "orders"]) {
      const input = { strategy: wholeStrategies(k)[name]!(), parameters: {}, config: wholeConfig(k) };
      const full = unwrap(runBacktest({ ...input, panel }));
      for (let n = 0; n < 3; n++) {
        const d = 5 + random.integer(full.dates.length - 6);
        const at = full.instants[d]!;
        const cut = unwrap(runBacktest({ ...input, panel: truncateWorld(panel, at) }));
        if (london.closeAt.some((close, row) => close <= at && at < london.decisionAt[row]!)) between++;
        expect(cut.navMinor).toEqual(full.navMinor.subarray(0, d + 1));
        expect(cut.cashMinor).toEqual(full.cashMinor.subarray(0, d + 1));
        const until = full.fills.at.filter((instant) => instant <= at).length;
        expect(cut.fills.price).toEqual(full.fills.price.subarray(0, until));
        expect(cut.fills.shares).toEqual(full.fills.shares.subarray(0, until));
      }
    }
  }
  expect(between).toBeGreaterThan(60);
});

test("[E44] a name is only a name: another one changes no order and no NAV", () => {
  for (const [k, make] of Object.values(wholeStrategies(3)).entries()) {
    const panel = wholeWorld(k);
    const named = panel.instruments.map((instrument) => ({ ...instrument, name: `Once ${instrument.name}` }));
    const input = { parameters: {}, config: wholeConfig(k) };
    const { fills, ...plain } = unwrap(runBacktest({ ...input, strategy: make(), panel }));
    const renamed = unwrap(
      runBacktest({ ...input, strategy: make(), panel: { ...panel, instruments: named } }),
    );
    expect(renamed.orderHash).toBe(plain.orderHash);
    expect(renamed.navMinor).toEqual(plain.navMinor);
    expect(renamed.fills.price).toEqual(fills.price);
  }
});
