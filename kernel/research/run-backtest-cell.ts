import {
  type BacktestConfig,
  costModels,
  requiredPanel,
  resolveParameters,
  runBacktest,
  type Strategy,
} from "../../engine/index.ts";
import { describeAs } from "../cells/described-value.ts";
import type { BacktestRecord } from "../contract/manifest.ts";
import { backtestConfigOf } from "./backtest-config.ts";
import { HandedOutRun } from "./handed-out-run.ts";
import type { ReadPanel } from "./read-panel.ts";
import type { ResearchHost } from "./research-host.ts";
import { unwrap } from "./unwrap.ts";

/** A run of a few milliseconds has a hundred parts, and to tell the host of each took a tenth of it. */
const TELL_EVERY_MS = 50;

/** A configuration as a manifest keeps it: every ready-made cost model is a page long, and its name says it all. */
const recordOf = (config: BacktestConfig): NonNullable<BacktestRecord["config"]> => {
  const costs = Object.entries(costModels).find(([, model]) => model === config.costs)?.[0] ?? config.costs;
  return JSON.parse(JSON.stringify({ ...config, costs })) as NonNullable<BacktestRecord["config"]>;
};

/** Fetches the panel a strategy needs and runs it, inside the cell's own worker. */
export const runBacktestCell = async (
  host: ResearchHost,
  readPanel: ReadPanel,
  strategy: Strategy,
  options: BacktestOptions,
): Promise<BacktestRun> => {
  const parameters = unwrap(resolveParameters(strategy, options.params ?? {}));
  const config = backtestConfigOf(options);
  const need = unwrap(requiredPanel(strategy, parameters, config));
  const { universe, fields, warmUpSessions, delayMinutes } = need;
  const panel = await readPanel({
    universe,
    fields,
    warmUpSessions,
    decision: { kind: "close", delayMinutes },
    from: config.from,
    to: config.to,
  });
  host.progress(0, strategy.name);
  let told = host.now();
  const onProgress = (fraction: number): void => {
    const now = host.now();
    if (fraction < 1 && now - told < TELL_EVERY_MS) return;
    told = now;
    host.progress(fraction, strategy.name);
  };
  const run = unwrap(runBacktest({ panel, strategy, parameters, config, onProgress }));
  const { name: strategyName } = strategy;
  const { orderHash } = run;
  host.record({ strategy: strategyName, parameters: { ...parameters }, orderHash, config: recordOf(config) });
  const given = new HandedOutRun(run) as unknown as BacktestRun;
  return describeAs(given, "BacktestRun", `${run.dates.length} sessions`);
};
