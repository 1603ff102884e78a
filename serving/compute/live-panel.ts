import { fieldsOfRun, MARGIN_SESSIONS } from "../../bundle/build/run-needs.ts";
import { storePanels } from "../../bundle/build/store-panels.ts";
import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import type { PanelSlice } from "../../bundle/contract/parity.ts";
import { slicePanel } from "../../bundle/parity/slice-panel.ts";
import { markRebalanceSessions } from "../../engine/backtest/rebalance-sessions.ts";
import { countUpTo } from "../../engine/expression/known-rows.ts";
import type { BacktestConfig, Panel } from "../../engine/index.ts";
import type { PanelCache } from "../../kernel/host/panel-cache.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Session } from "../ticks/tick-book.ts";
import type { DataStore } from "./data-store.ts";

const MICROS_PER_DAY = 86_400_000_000;
/** Of a factor, which has no backtest to begin with: longer than any exchange was ever closed at a stretch. */
const DAYS_BEFORE = 30;
/** What tells whether a session's data is here. */
const WITNESS = "close";

/** What a version computes on, as known now. */
export interface LivePanel {
  readonly panel: PanelSlice;
  readonly snapshot: string;
  /** When the newest data of it came here, UTC milliseconds; null where nobody noted it. */
  readonly arrivedAt: number | null;
  /** The newest decision that the data reaches to, UTC microseconds; and its session. */
  readonly newestAt: number;
  readonly newestDate: number;
  /** The newest of them at which the strategy chooses weights; null when there is none yet. */
  readonly rebalanceAt: number | null;
  /** The newest session that the data reaches to, of each market by its MIC: a price of it is there, and its decision due. */
  readonly complete: ReadonlyMap<string, number>;
  /** The next decision for which data is here already, UTC microseconds; null when there is none. */
  readonly nextAt: number | null;
}

export interface LiveQuestion {
  readonly data: DataStore;
  readonly cache: PanelCache;
  /** UTC milliseconds. */
  readonly now: number;
  /** Also what accounts read, for a backtest. */
  readonly isForBacktest: boolean;
  /** The newest sessions that have ticks: their rows are wanted though they are under way. */
  readonly underWay: readonly Session[];
}

/**
 * The panel of a version: from the first session of its backtest's, because the last bit of a total return depends on
 * where it begins, up to the newest session of which there is data and whose decision is due.
 */
export const readLivePanel = async (
  manifest: BundleManifest,
  { data, cache, now, isForBacktest, underWay }: LiveQuestion,
): Promise<WireResult<LivePanel>> => {
  const { universe, decision, rebalance, lookBackSessions, backtest } = manifest;
  const state = await data.state();
  if (!state.ok) return state;
  const { snapshot, knownTo, arrivedAt } = state.value;
  const known = Math.floor(Math.min(now * 1_000, knownTo) / MICROS_PER_DAY) + 1;
  const from = backtest ? backtest.config.from : known - DAYS_BEFORE;
  const to = Math.max(known, ...underWay.map(({ date }) => date));
  if (from > to)
    return wireError("no-data", `The store ends before the backtest of ${manifest.name} begins.`);
  const fields =
    isForBacktest && backtest
      ? fieldsOfRun(manifest.fields, backtest.config as unknown as BacktestConfig)
      : manifest.fields;
  const asked = [...new Set([...fields, WITNESS])].sort();
  const loaded = await storePanels(
    data.client,
    snapshot,
    null,
    cache,
  )({
    universe,
    fields: asked,
    from,
    to,
    warmUpSessions: lookBackSessions + MARGIN_SESSIONS,
    delayMinutes: decision.delayMinutes,
    hasReasons: false,
    ...(underWay.length > 0 && { underWayTo: Math.max(...underWay.map(({ closeAt }) => closeAt)) }),
  });
  if (!loaded.ok) return wireError("no-data", loaded.fault.message);
  const { panel } = loaded.value;
  const market = panel.markets.findIndex(({ mic }) => mic === decision.mic);
  if (market < 0)
    return wireError("no-data", `The universe ${universe} has no instruments on ${decision.mic}.`);
  const { sessionDates, nextSessionDates, decisionAt } = panel.markets[market]!;
  const here = newestRow(panel, market);
  const dueRow = (place: number) => countUpTo(panel.markets[place]!.decisionAt, now * 1_000) - 1;
  const newest = Math.min(here, dueRow(market));
  if (newest < 0) return wireError("no-data", `There is no data of ${decision.mic} yet.`);
  const marks = markRebalanceSessions(sessionDates, rebalance, nextSessionDates);
  const last = marks.subarray(0, newest + 1).lastIndexOf(1);
  return wireOk({
    panel: slicePanel(panel, fields, Int32Array.from(panel.instruments.keys())),
    snapshot,
    arrivedAt,
    newestAt: decisionAt[newest]!,
    newestDate: sessionDates[newest]!,
    rebalanceAt: last < 0 ? null : decisionAt[last]!,
    complete: new Map(
      panel.markets.flatMap(({ mic, sessionDates: dates }, place) => {
        const row = Math.min(newestRow(panel, place), dueRow(place));
        return row < 0 ? [] : [[mic, dates[row]!] as const];
      }),
    ),
    nextAt: here > newest ? decisionAt[newest + 1]! : null,
  });
};

/** The newest session of a market of which a price is there. */
const newestRow = ({ instruments, offsets, columns, markets }: Panel, market: number): number => {
  const prices = columns[WITNESS]!;
  let newest = -1;
  instruments.forEach((instrument, i) => {
    if (instrument.market !== market) return;
    for (let row = markets[market]!.sessionDates.length - 1; row > newest; row--)
      if (!Number.isNaN(prices[offsets[i]! + row]!)) newest = row;
  });
  return newest;
};
