import {
  costModels,
  defineStrategy,
  type BacktestRun as EngineRun,
  type Strategy as EngineStrategy,
  atClose as engineAtClose,
  param as engineParam,
  indicators,
  minorPerUnit,
  type StrategySpec,
} from "../../engine/index.ts";
import { describeAs } from "../cells/described-value.ts";
import { ownTableOf } from "../cells/own-displays.ts";
import { tableFromRows } from "../cells/to-table.ts";
import { MAX_HTML } from "../contract/display.ts";
import { analytics } from "./analytics.ts";
import { createCharts } from "./charts.ts";
import { createCrossovers } from "./crossover-cell.ts";
import { HandedOutRun } from "./handed-out-run.ts";
import { createInputs } from "./inputs.ts";
import { gbp, hkd, krw, usd } from "./money.ts";
import { createProgress } from "./progress.ts";
import { createReadPanel } from "./read-panel.ts";
import { ResearchError } from "./research-error.ts";
import type { ResearchGlobals } from "./research-globals.ts";
import type { ResearchHost } from "./research-host.ts";
import { runBacktestCell } from "./run-backtest-cell.ts";
import { createSignalTest } from "./signal-cell.ts";
import { createStoreData, universeIdOf } from "./store-data.ts";
import { grid, randomSearch, runSweepCell } from "./sweep-cell.ts";
import { sweepHeatMap } from "./sweep-map.ts";
import { isSweep } from "./sweep-value.ts";
import { curvesOf, metricsOf, tearSheetOf } from "./tear-sheet.ts";
import { unwrap } from "./unwrap.ts";

const MAX_MARKDOWN = 200_000;

// The engine's strategy is the cell's strategy; only what a cell may see of it is declared.
const asEngineStrategy = (strategy: Strategy): EngineStrategy => strategy as EngineStrategy;
// A run is the one that `backtest` gave, or nothing that we show.
const asEngineRun = (run: BacktestRun): EngineRun => {
  const own = HandedOutRun.originalOf(run);
  if (!own) throw new TypeError("a run is what backtest(…) gives, itself and not a copy: await it first");
  return own;
};

/** Everything `declarations/` promises, for one worker. */
export const createResearchApi = (host: ResearchHost): ResearchGlobals => {
  const defineCellStrategy = (spec: { readonly universe: unknown; readonly onBar?: unknown }): Strategy => {
    // The types let it pass, and what follows its first await would run when the backtest is over.
    if (Object.prototype.toString.call(spec.onBar) === "[object AsyncFunction]")
      throw new ResearchError("bad-argument", "onBar must not be async: it has all it needs at once.");
    const known = host.names()?.fields.map(({ name }) => name);
    const plain = { ...spec, universe: universeIdOf(spec.universe) } as unknown as StrategySpec;
    const strategy = unwrap(defineStrategy(plain, known));
    return describeAs(strategy, "Strategy", strategy.name) as Strategy;
  };
  const readPanel = createReadPanel(host);
  return Object.freeze({
    param: engineParam,
    atClose: engineAtClose,
    indicators: indicators as unknown as ResearchGlobals["indicators"],
    strategy: defineCellStrategy as ResearchGlobals["strategy"],
    usd,
    krw,
    gbp,
    hkd,
    costModels,
    backtest: (tested: Strategy, options: BacktestOptions) =>
      runBacktestCell(host, readPanel, asEngineStrategy(tested), options),
    tearSheet: (run: BacktestRun, options: { readonly benchmark?: string } = {}) => {
      const own = asEngineRun(run);
      const tearSheet = tearSheetOf(own, options, minorPerUnit(own.config.currency));
      host.show({ kind: "tear-sheet", tearSheet });
    },
    metrics: (run: BacktestRun) => metricsOf(asEngineRun(run)) as unknown as RunMetrics,
    grid,
    randomSearch,
    sweep: (swept: Strategy, options: SweepOptions) => runSweepCell(host, asEngineStrategy(swept), options),
    sweepMap: (swept: Sweep, options: Parameters<ResearchGlobals["sweepMap"]>[1] = {}) => {
      if (!isSweep(swept)) throw new TypeError("a sweep is what sweep(…) gives: await it first");
      host.show({ kind: "heat-map", heatMap: sweepHeatMap(swept, options) });
    },
    sweepCrossovers: createCrossovers(readPanel),
    testSignal: createSignalTest(host, readPanel),
    analytics,
    data: createStoreData(host) as unknown as ResearchGlobals["data"],
    table: (rows: Iterable<object>, options: { readonly title?: string } = {}) => {
      const title = String(options.title ?? "");
      const result = ownTableOf(rows);
      const table = result
        ? { ...result, title: title || result.title }
        : tableFromRows(Array.isArray(rows) ? rows : [...rows], title);
      host.show({ kind: "table", table });
    },
    md: (text: string) => {
      const all = String(text);
      host.show({ kind: "markdown", text: all.slice(0, MAX_MARKDOWN) });
      if (all.length <= MAX_MARKDOWN) return;
      const [most, given] = [MAX_MARKDOWN, all.length].map((count) => count.toLocaleString("en-US"));
      const note = `This text is cut: its first ${most} of ${given} characters are shown. Call md() for each part of it.`;
      host.show({ kind: "text", text: note });
    },
    html: (text: string) => {
      const html = String(text);
      if (html.length > MAX_HTML)
        throw new RangeError(`html shows at most ${MAX_HTML} characters, was ${html.length}`);
      host.show({ kind: "html", html });
    },
    input: createInputs({
      show: (input) => host.show({ kind: "input", input }),
      chosen: (name) => host.inputValue(name),
    }),
    progress: createProgress(host),
    chart: createCharts({ show: host.show, curvesOf: (run) => curvesOf(asEngineRun(run)) }),
  });
};
