import type { Book } from "../accounting/book.ts";
import { ArgumentError, requireWhole, toEngineError } from "../argument-error.ts";
import type { BacktestConfig, BacktestRun, Fills } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { fail, ok, type Result } from "../contract/result.ts";
import { MICROS_PER_MINUTE } from "../contract/time.ts";
import { checkPanel } from "../expression/panel-checks.ts";
import { invariant } from "../invariant.ts";
import type { ParameterValues } from "../strategy/parameters.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { benchmarkOf } from "./benchmark.ts";
import { checkAccountInput } from "./check-account-input.ts";
import { EventDecider } from "./event-decider.ts";
import { createFxRates } from "./fx-rates.ts";
import { indexPanel } from "./panel-index.ts";
import { identifyRun, type RunIdentity, requireSameRun } from "./run-identity.ts";
import { type Checkpoint, Simulation } from "./simulation.ts";
import { TargetDecider } from "./target-decider.ts";
import { createDecide } from "./target-weights.ts";
import { PHASE } from "./timeline.ts";

export interface BacktestInput {
  readonly panel: Panel;
  readonly strategy: Strategy;
  /** From `resolveParameters`. */
  readonly parameters: ParameterValues;
  readonly config: BacktestConfig;
  /** Called with the share done, 0 to 1, about a hundred times. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  readonly isCancelled?: (() => boolean) | undefined;
  /** Called after each strike with a function that makes a checkpoint of the run as it then stands. */
  readonly onStrike?: ((save: () => Checkpoint) => void) | undefined;
  /**
   * Goes on from a checkpoint of an equal run: the same strategy, parameters, configuration and panel. The result then
   * begins with the strike after it.
   */
  readonly resumeFrom?: Checkpoint | undefined;
}

/**
 * Runs a strategy over a panel, by the rules of engine/SPEC.md. It is asked at the decision instants in [from, to], on
 * what was known then; target weights become whole shares at the last known closes and rates; orders fill strictly
 * later, by default at the next open of each instrument's own market. Instruments of the run are listed by id, so the
 * panel's order never shows.
 *
 * Fails with "bad-argument", "bad-panel", "unknown-market", "unknown-field", "unknown-instrument", "empty-range", "bad-weights",
 * "strategy-failed", "bad-checkpoint", "ruin" or "cancelled".
 */
export function runBacktest(input: BacktestInput): Result<BacktestRun> {
  const simulated = simulateBacktest(input);
  if (!simulated.ok) return simulated;
  const { run, release } = simulated.value;
  // Read off while it can be.
  for (const part of PAGED) run[part];
  release();
  return ok(run);
}

/** The parts of a run that lie in pages until they are asked for. */
const PAGED = ["fills", "rebalances", "profits"] as const;

export interface Simulated {
  readonly run: BacktestRun;
  /** Every posting, for whoever checks the accounts. */
  readonly book: Book;
  /**
   * Gives the pages of the book and the records back, for the next run to use. Of the run's fills, rebalances and
   * profits those stay that were asked for before. Most sweeps ask for none, and so none are made.
   */
  release(): void;
}

/** The run together with its book. */
export function simulateBacktest(input: BacktestInput): Result<Simulated> {
  try {
    return simulate(input);
  } catch (thrown) {
    return { ok: false, error: toEngineError(thrown, `the strategy "${input.strategy.name}"`) };
  }
}

function simulate({
  panel,
  strategy,
  parameters,
  config,
  onProgress,
  isCancelled,
  onStrike,
  resumeFrom,
}: BacktestInput): Result<Simulated> {
  const decisionMarket = checkInput(panel, strategy, config);
  const { order, rank } = indexPanel(panel);
  const fx = createFxRates(panel, config.currency);
  const { rebalance } = strategy;
  const simulation = new Simulation({ panel, decisionMarket, rebalance, config, fx, order });
  const world = {
    panel,
    decisionMarket,
    instants: strategy.kind === "expression" ? simulation.rebalanceInstants() : new Float64Array(0),
    order,
    knownRows: simulation.marks.knownRows,
    currentWeights: () => simulation.weights(),
  };
  simulation.decider =
    strategy.kind === "event"
      ? new EventDecider(simulation, strategy, parameters, panel, order, config)
      : new TargetDecider(simulation, createDecide(world, strategy, parameters));
  const { record, book, log } = simulation;
  let identity: RunIdentity | null = null;
  const identify = () => {
    identity ??= identifyRun(panel, strategy, parameters, config);
    return identity;
  };
  if (resumeFrom) {
    requireSameRun(resumeFrom.run, identify());
    simulation.restore(resumeFrom);
  }
  const save = () => ({ ...simulation.save(), run: identify() });
  if (!playAll(simulation, onProgress, isCancelled, onStrike && (() => onStrike(save))))
    return fail("cancelled", "the backtest was cancelled");
  if (record.length === 0)
    return fail("empty-range", `${strategy.decide.mic} has no session in the panel between from and to`);
  const series = record.series();
  // It reads the whole panel, which costs more than most runs: computed when first asked for.
  let benchmark: Float64Array | null = null;
  let isReleased = false;
  const onceFromPages = <T>(read: () => T): (() => T) => {
    let part: T | null = null;
    return () => {
      invariant(part !== null || !isReleased, "a run is read off before its pages are given back");
      part ??= read();
      return part;
    };
  };
  const readFills = onceFromPages(() => toFills(panel, book));
  const readRebalances = onceFromPages(() => record.takeRebalances(rank));
  const readProfits = onceFromPages(() => simulation.profits.takeProfits(rank));
  const run: BacktestRun = {
    strategyName: strategy.name,
    parameters: { ...parameters },
    universe: strategy.universe,
    snapshotId: panel.snapshotId,
    config,
    decision: strategy.decide,
    rebalance,
    ...series,
    get fills() {
      return readFills();
    },
    get rebalances() {
      return readRebalances();
    },
    get profits() {
      return readProfits();
    },
    costsMinor: { ...book.paid },
    ambiguousBars: simulation.desk.ambiguousBars,
    marginCalls: simulation.marginCalls,
    get benchmark() {
      benchmark ??= benchmarkOf(panel, series.instants, config.currency, fx, order);
      return benchmark;
    },
    orderHash: log.hash,
  };
  onProgress?.(1);
  const release = () => {
    isReleased = true;
    book.release();
    record.release();
    simulation.profits.release();
  };
  return ok({ run, book, release });
}

/**
 * Plays a run to its end; false when it was cancelled before. A function of its own: V8 compiles a loop of a million
 * rounds while it runs, and throws that away when it leaves it for code that had not been reached yet.
 */
function playAll(
  simulation: Simulation,
  onProgress: BacktestInput["onProgress"],
  isCancelled: BacktestInput["isCancelled"],
  onStrike: (() => void) | undefined,
): boolean {
  const { timeline } = simulation;
  const reportEvery = Math.max(1, Math.floor(timeline.size / 100));
  let nextReport = reportEvery;
  while (simulation.advance()) {
    if (timeline.phase === PHASE.strike) {
      if (isCancelled?.()) return false;
      onStrike?.();
    }
    if (timeline.played < nextReport) continue;
    nextReport += reportEvery;
    onProgress?.(timeline.played / timeline.size);
  }
  return true;
}

/** The index of the decision market, once everything the run relies on has been checked. */
function checkInput(panel: Panel, strategy: Strategy, config: BacktestConfig): number {
  checkPanel(panel);
  requireWhole("capitalMinor", config.capitalMinor, 1);
  if (panel.universe !== strategy.universe)
    throw new ArgumentError(
      `the panel is of ${panel.universe}, the strategy of ${strategy.universe}`,
      "bad-panel",
    );
  const { mic, delayMinutes } = strategy.decide;
  const index = panel.markets.findIndex((market) => market.mic === mic);
  const market = panel.markets[index];
  if (!market) throw new ArgumentError(`the panel has no market ${mic}`, "unknown-market", { mic });
  checkAccountInput(panel, config);
  if (
    market.closeAt.length > 0 &&
    market.decisionAt[0]! - market.closeAt[0]! !== delayMinutes * MICROS_PER_MINUTE
  )
    throw new ArgumentError(
      `the panel was not cut ${delayMinutes} minutes after the close of ${mic}`,
      "bad-panel",
    );
  return index;
}

/** The fills in the contract's form, with instruments renumbered. */
function toFills(panel: Panel, book: Book): Fills {
  const fills = book.events.fills();
  const { rank, listed } = indexPanel(panel);
  for (let k = 0; k < fills.instrument.length; k++) fills.instrument[k] = rank[fills.instrument[k]!]!;
  return { ...fills, instruments: listed };
}
