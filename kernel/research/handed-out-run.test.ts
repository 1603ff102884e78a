import { expect, it } from "vitest";
import type { BacktestRun } from "../../engine/index.ts";
import { HandedOutRun } from "./handed-out-run.ts";

const run = {
  strategyName: "s",
  navMinor: Float64Array.of(100, 110),
  rebalances: { weight: Float64Array.of(1) },
} as unknown as BacktestRun;

it("what a cell does to its run does not reach the one that figures are made from", () => {
  const given = new HandedOutRun(run) as unknown as BacktestRun;
  given.navMinor[1] = 1e9;
  given.rebalances.weight[0] = 7;
  const original = HandedOutRun.originalOf(given);
  expect(original).toBe(run);
  expect([...run.navMinor]).toEqual([100, 110]);
  expect(run.rebalances.weight[0]).toBe(1);
});

it("a run that backtest did not give is none, however alike", () => {
  const given = new HandedOutRun(run);
  expect(HandedOutRun.originalOf({ ...given })).toBeNull();
  expect(HandedOutRun.originalOf(Object.create(given))).toBeNull();
  expect(HandedOutRun.originalOf(run)).toBeNull();
  expect(HandedOutRun.originalOf(undefined)).toBeNull();
});
