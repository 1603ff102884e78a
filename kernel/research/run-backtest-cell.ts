import {
  type Result,
  requiredPanel,
  resolveParameters,
  runBacktest,
  type Strategy,
} from "../../engine/index.ts";
import { describeAs } from "../cells/described-value.ts";
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
  host.record({ strategy: strategy.name, parameters: { ...parameters }, orderHash: run.orderHash });
  const given = new HandedOutRun(run) as unknown as BacktestRun;
  return describeAs(given, "BacktestRun", `${run.dates.length} sessions`);
};
