import { expect, test } from "vitest";
import { unwrap } from "../testing/strategies.ts";
import { wholeConfig, wholeRuns, wholeStrategies, wholeWorld } from "../testing/whole-runs.ts";
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

test.each([1, 2, 3, 4, 5])(
  "[P10] resumed from every session, each strategy of world %d goes on as the whole run",
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
