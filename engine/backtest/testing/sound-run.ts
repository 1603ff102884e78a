import type { BacktestConfig, BacktestRun } from "../../contract/backtest.ts";
import type { Panel } from "../../contract/panel.ts";
import { costModels } from "../../execution/costs/cost-models.ts";
import { summariseRun } from "../../metrics/summarise-run.ts";
import type { Strategy } from "../../strategy/strategy.ts";
import { simulateBacktest } from "../run-backtest.ts";
import { findUnsound } from "./find-unsound.ts";
import { config } from "./hand-made-world.ts";

/** A run of ten thousand dollars with an institution's costs. */
export const simulate = (panel: Panel, strategy: Strategy, own: Partial<BacktestConfig> = {}) =>
  simulateBacktest({
    panel,
    strategy,
    parameters: {},
    config: { ...config, costs: costModels.institutional, ...own },
    // Made at each strike, so that what cannot be kept is found.
    onStrike: (save) => save(),
  });

/** A run whose every number is one, also in its book, its benchmark and its metrics; otherwise it throws. */
export function soundRun(panel: Panel, strategy: Strategy, own?: Partial<BacktestConfig>): BacktestRun {
  const result = simulate(panel, strategy, own);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  const { run, book } = result.value;
  // A month outside the run has no return: there NaN means what it says.
  const { monthly: _, ...summary } = summariseRun(run);
  const { balances } = book.ledger;
  const found = findUnsound({ run, benchmark: run.benchmark, balances, shares: book.shares, summary });
  if (found !== "") throw new Error(found);
  return run;
}

export const nothingFills = (run: BacktestRun): void => {
  const { navMinor, config } = run;
  if (run.fills.at.length > 0) throw new Error(`${run.fills.at.length} fills`);
  if (navMinor.some((nav) => nav !== config.capitalMinor)) throw new Error(`NAVs of ${navMinor.join(", ")}`);
};
