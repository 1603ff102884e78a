import type { BacktestConfig } from "../../engine/index.ts";
import type { NotebookCell } from "../../kernel/contract/document.ts";
import type { FolderNotebook } from "../../kernel/language/notebook-modules.ts";
import type { Client } from "../../wire/connect.ts";
import type { BundleManifest } from "../contract/bundle.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import type { DecidedWeights, RunnerContract } from "../contract/runner-contract.ts";
import { accept, refuse } from "../document/fault.ts";
import { loadDefinition } from "../parity/replay.ts";
import { slicePanel } from "../parity/slice-panel.ts";
import { sliceNotebook } from "../slice/slice-notebook.ts";
import type { BuildInput } from "./build-bundle.ts";
import { fieldsOfRun, MARGIN_SESSIONS } from "./run-needs.ts";

const MICROS_PER_DAY = 86_400_000_000;
/** What follows a session tells whether it was the last of its week or month; longer than exchanges are ever closed. */
const DAYS_AFTER = 30;

export interface DecisionsWish {
  /** Of the bundle. */
  readonly manifest: BundleManifest;
  /** The notebook's, and those of its folder that it imports. */
  readonly cells: readonly NotebookCell[];
  readonly folder: readonly FolderNotebook[];
  /** First and last instant of decisions, UTC microseconds. */
  readonly since: number;
  readonly until: number;
}

/**
 * Runs a bundle's backtest from its notebook, to the last decision that is wanted or that the data reaches, and gives
 * what was decided.
 */
export const notebookDecisions = async (
  { manifest, cells, folder, since, until }: DecisionsWish,
  loadPanel: BuildInput["loadPanel"],
  runner: Pick<Client<RunnerContract>, "call">,
): Promise<BundleResult<readonly DecidedWeights[]>> => {
  const { entry, name, universe, decision, lookBackSessions, backtest } = manifest;
  if (!backtest) return refuse("bad-entry", `${name} is a factor, which has no backtest.`);
  const sliced = sliceNotebook(cells, folder, entry.variable);
  const own = sliced.ok ? sliced.slice.cells : [];
  const isSame =
    own.length === manifest.cells.length &&
    own.every(({ id, codeHash, seed }, k) => {
      const theirs = manifest.cells[k]!;
      return id === theirs.id && codeHash === theirs.codeHash && seed === theirs.seed;
    });
  if (!isSame)
    return refuse("definition-differs", `The notebook's cells are not those that ${name} was cut out of.`);
  const loaded = await loadDefinition(runner, { ...manifest, cells: [...own] });
  if (!loaded.ok) return loaded;
  const config = backtest.config as unknown as BacktestConfig;
  const fields = fieldsOfRun(manifest.fields, config);
  const read = await loadPanel({
    ...{ universe, fields, from: config.from, to: Math.floor(until / MICROS_PER_DAY) + DAYS_AFTER },
    warmUpSessions: lookBackSessions + MARGIN_SESSIONS,
    delayMinutes: decision.delayMinutes,
    hasReasons: false,
  });
  if (!read.ok) return read;
  const { panel } = read.value;
  const market = panel.markets.find(({ mic }) => mic === decision.mic);
  const row = market?.decisionAt.findLastIndex((at) => at <= until) ?? -1;
  if (!market || row < 0 || market.decisionAt[row]! < since) return accept([]);
  const all = Int32Array.from(panel.instruments.keys());
  const put = await runner.call("panel/put", { id: "own", panel: slicePanel(panel, fields, all) });
  if (!put.ok) return refuse("runner-failed", put.error.message);
  const ran = await runner.call("backtest/run", {
    panel: "own",
    config: { ...backtest.config, to: market.sessionDates[row]! },
    since,
  });
  return ran.ok ? accept(ran.value.decisions) : refuse("runner-failed", ran.error.message);
};
