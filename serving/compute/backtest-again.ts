import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import type { DecidedWeights, RunnerContract } from "../../bundle/contract/runner-contract.ts";
import type { Client } from "../../wire/connect.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";

/** Runs a bundle's backtest again, on a panel that the process has, up to another day: its last decision, if any. */
export const backtestAgain = async (
  client: Client<RunnerContract>,
  panel: string,
  { name, backtest }: BundleManifest,
  to: number,
): Promise<WireResult<DecidedWeights | null>> => {
  if (!backtest) return wireError("no-backtest", `${name} is a factor, which has no backtest.`);
  const ran = await client.call("backtest/run", { panel, config: { ...backtest.config, to }, since: null });
  return ran.ok ? wireOk(ran.value.decisions.at(-1) ?? null) : ran;
};
