import { type BacktestConfig, costModels } from "../../engine/index.ts";
import type { RunManifest } from "../../kernel/contract/manifest.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import type { Definition } from "../contract/runner-contract.ts";
import type { TestedRun } from "./build-bundle.ts";

const withCosts = (config: Readonly<Record<string, unknown>>): BacktestConfig => {
  const known: Readonly<Record<string, unknown>> = costModels;
  const { costs } = config;
  return { ...config, costs: typeof costs === "string" ? known[costs] : costs } as unknown as BacktestConfig;
};

/** The n-th backtest, from 1, that a run of the notebook made of a strategy of this name. */
export const findRun =
  (manifest: RunManifest, n: number) =>
  ({ name }: Definition): BundleResult<TestedRun> => {
    const runs = manifest.cells.flatMap(({ closureHash, backtests }) =>
      backtests.flatMap(({ strategy, parameters, orderHash, config }) =>
        strategy === name && config
          ? [{ parameters, orderHash, closureHash, config: withCosts(config) }]
          : [],
      ),
    );
    const run = runs[n - 1];
    if (run) return { ok: true, value: run };
    const message =
      runs.length === 0
        ? `The notebook has no backtest of "${name}": add a cell with await backtest(…), and build again.`
        : `The notebook has ${runs.length} backtests of "${name}", so the one that stands for it is a number from 1 to ${runs.length}.`;
    return { ok: false, fault: { code: "not-clean", message } };
  };
