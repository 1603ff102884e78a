import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import type { RunnerContract } from "../../bundle/contract/runner-contract.ts";
import type { Client } from "../../wire/connect.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";

/** The last decision of a backtest: its instant in UTC microseconds, and its weights by instrument, those of 0 left out. */
export interface LastDecision {
  readonly at: number;
  readonly weights: Readonly<Record<string, number>>;
}

/** Runs a bundle's backtest again, on a panel that the process has, up to another day. */
export const backtestAgain = async (
  client: Client<RunnerContract>,
  panel: string,
  { name, backtest }: BundleManifest,
  to: number,
): Promise<WireResult<LastDecision>> => {
  if (!backtest) return wireError("no-backtest", `${name} is a factor, which has no backtest.`);
  const ran = await client.call("backtest/run", { panel, config: { ...backtest.config, to } });
  return ran.ok ? wireOk(ran.value.last) : ran;
};
