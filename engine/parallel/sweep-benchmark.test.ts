import { expect, it } from "vitest";
import type { BacktestRun } from "../contract/backtest.ts";
import { SweepBenchmark } from "./sweep-benchmark.ts";

/** A run that counts how often its benchmark is computed. */
function runAt(instants: readonly number[], counted: { times: number }): BacktestRun {
  return {
    instants: Float64Array.from(instants),
    get benchmark() {
      counted.times++;
      return Float64Array.from(instants, (at) => 2 * at);
    },
  } as BacktestRun;
}

it("computes a benchmark once for all runs that strike at the same instants, and anew for others", () => {
  const counted = { times: 0 };
  const shared = new SweepBenchmark();
  const given = [
    [1, 2],
    [1, 2],
    [1, 2, 3],
    [1, 2, 4],
    [1, 2, 4],
  ].map((instants) => Array.from(shared.giveTo(runAt(instants, counted)).benchmark));
  expect(given).toEqual([
    [2, 4],
    [2, 4],
    [2, 4, 6],
    [2, 4, 8],
    [2, 4, 8],
  ]);
  expect(counted.times).toBe(3);
});
