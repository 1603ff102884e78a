import {
  type BacktestConfig,
  costModels,
  type Result,
  requiredPanel,
  resolveParameters,
  runBacktest,
  type Strategy,
} from "../../engine/index.ts";
import { describeAs } from "../cells/described-value.ts";
import type { BacktestRecord } from "../contract/manifest.ts";
import { type LoadedPanel, panelOf } from "../host/panel-cache.ts";
import { backtestConfigOf } from "./backtest-config.ts";
import { HandedOutRun } from "./handed-out-run.ts";
import { ResearchError } from "./research-error.ts";
import type { ResearchHost } from "./research-host.ts";

export const unwrap = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  const { code, message } = result.error;
  throw new ResearchError(code, message.charAt(0).toUpperCase() + message.slice(1));
};

/** A configuration as a manifest keeps it: every ready-made cost model is a page long, and its name says it all. */
const recordOf = (config: BacktestConfig): NonNullable<BacktestRecord["config"]> => {
  const costs = Object.entries(costModels).find(([, model]) => model === config.costs)?.[0] ?? config.costs;
  return JSON.parse(JSON.stringify({ ...config, costs })) as NonNullable<BacktestRecord["config"]>;
};

/** Fetches the panel a strategy needs and runs it, inside the cell's own worker. */
export const runBacktestCell = async (
  host: ResearchHost,
  strategy: Strategy,
  options: BacktestOptions,
): Promise<BacktestRun> => {
  const parameters = unwrap(resolveParameters(strategy, options.params ?? {}));
  const config = backtestConfigOf(options);
  const need = unwrap(requiredPanel(strategy, parameters, config));
  const { universe, fields, warmUpSessions, delayMinutes } = need;
  const asked = {
    universe,
    fields,
    warmUpSessions,
    decision: { kind: "close" as const, delayMinutes },
    from: config.from,
    to: config.to,
    asOf: host.asOf(),
  };
  const loaded = (await host.request("panel", asked)) as LoadedPanel;
  host.progress(0, strategy.name);
  const run = unwrap(
    runBacktest({
      panel: panelOf(loaded),
      strategy,
      parameters,
      config,
      onProgress: (fraction: number) => host.progress(fraction, strategy.name),
    }),
  );
  const { name: strategyName } = strategy;
  const { orderHash } = run;
  host.record({ strategy: strategyName, parameters: { ...parameters }, orderHash, config: recordOf(config) });
  const given = new HandedOutRun(run) as unknown as BacktestRun;
  return describeAs(given, "BacktestRun", `${run.dates.length} sessions`);
};
