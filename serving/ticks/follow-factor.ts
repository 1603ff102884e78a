import { setImmediate as nextTurn } from "node:timers/promises";
import {
  createFactorStream,
  type Factor,
  type FactorStream,
  type PanelSession,
  rememberedNumbers,
  type StreamSession,
  sessionOrder,
  sessionReader,
} from "../../engine/index.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { LivePanel } from "../compute/live-panel.ts";
import { barColumns } from "./forming-bar.ts";
import type { TickBook, Touched } from "./tick-book.ts";

/** Of windows, before and within the session under way each: 256 MB. */
const MOST_NUMBERS = 33_554_432;
/** How long the past is read at a stretch: ticks of others wait meanwhile. */
const STRETCH_MS = 8;
/** A session that takes longer is too much work for every tick; a machine that stands still takes longer once. */
const SLOW_SESSION_MS = 1_000;
const MOST_SLOW = 3;

/** The values of sessions under way. */
export interface Formed {
  readonly values: Float64Array<ArrayBuffer>;
  /** The instant of the newest tick in them, UTC microseconds. */
  readonly lastAt: number;
  /** When the newest of them came here, UTC milliseconds. */
  readonly receivedAt: number;
}

export interface FactorFollower {
  /**
   * Takes up what came in. "nothing": it has no part in the values; "beyond": it is of a session that the panel does not
   * have, which has to be read anew.
   */
  take(touched: Touched): "changed" | "nothing" | "beyond";
  /** Null while no session is under way. */
  formed(): Formed | null;
}

export interface FollowQuestion {
  readonly factor: Factor;
  readonly live: LivePanel;
  /** The values of the newest session, as the version's own process computed them; NaN for a missing one. */
  readonly expected: Float64Array;
  readonly book: TickBook;
  readonly isWanted: () => boolean;
}

/**
 * Follows a factor through sessions under way: the past is streamed once, and a tick costs its own instrument's windows
 * and one cross-section. Values are those of a panel that has the bars so far in the sessions' rows.
 *
 * Fails with `not-followed`: the expression is too large, or gives other bits than the version's process did.
 */
export const followFactor = async (question: FollowQuestion): Promise<WireResult<FactorFollower>> => {
  const { factor, live, expected } = question;
  const { panel, newestAt } = live;
  if (rememberedNumbers(factor) * panel.instruments.length > MOST_NUMBERS)
    return wireError("not-followed", "Its windows are too long to follow ticks with so many instruments.");
  const order = sessionOrder(panel);
  const read = sessionReader(panel);
  const stream = createFactorStream(factor, panel);
  const past = order.filter(({ at }) => at <= newestAt);
  let slow = 0;
  let since = performance.now();
  for (const session of past) {
    const began = performance.now();
    stream.push(read(session));
    const now = performance.now();
    slow = now - began > SLOW_SESSION_MS ? slow + 1 : 0;
    if (slow === MOST_SLOW)
      return wireError("not-followed", "A session of it takes too long to follow ticks.");
    if (now - since < STRETCH_MS) continue;
    await nextTurn();
    since = performance.now();
    if (!question.isWanted()) return wireError("not-followed", "Newer data came meanwhile.");
  }
  const differs = stream.values().findIndex((value, i) => !Object.is(value, expected[i]));
  if (differs >= 0)
    return wireError(
      "not-followed",
      `Outside its process ${panel.instruments[differs]!.iid} has another value: ${factor}`,
    );
  return wireOk(followSessions(question, stream, order.slice(past.length), read));
};

const followSessions = (
  { live: { panel, newestAt }, book }: FollowQuestion,
  stream: FactorStream,
  ahead: readonly PanelSession[],
  read: (session: PanelSession) => StreamSession,
): FactorFollower => {
  const places = new Map(panel.instruments.map(({ iid }, i) => [iid, i]));
  const markets = new Map(panel.markets.map(({ mic }, market) => [mic, market]));
  const columns = barColumns.filter((name) => Object.hasOwn(panel.columns, name));
  /** Per market its newest session that the stream has, and which of its instruments the store has a bar of. */
  const current = new Map<number, { readonly row: number; readonly session: StreamSession }>();
  let next = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let receivedAt = Number.NEGATIVE_INFINITY;

  /** What the store has of a session goes before its ticks. */
  const isStored = (i: number, row: number): boolean =>
    columns.some((name) => !Number.isNaN(panel.columns[name]![panel.offsets[i]! + row]!));
  /** Writes bars into a session; the places of those that changed. */
  const fill = (session: StreamSession, row: number, instruments: Iterable<string>): Int32Array => {
    const market = panel.markets[session.market]!;
    const bars = book.bars(market.mic, market.sessionDates[row]!);
    const filled: number[] = [];
    for (const iid of instruments) {
      const i = places.get(iid);
      const bar = bars.get(iid);
      if (i === undefined || !bar || panel.instruments[i]!.market !== session.market || isStored(i, row))
        continue;
      for (const name of columns) session.columns[name]![i] = bar.get(name);
      lastAt = Math.max(lastAt, bar.lastAt);
      receivedAt = Math.max(receivedAt, bar.receivedAt);
      filled.push(i);
    }
    return Int32Array.from(filled).sort();
  };
  const goTo = (at: number): void => {
    for (; next < ahead.length && ahead[next]!.at <= at; next++) {
      const { market, row } = ahead[next]!;
      const session = read(ahead[next]!);
      const { mic, sessionDates } = panel.markets[market]!;
      fill(session, row, book.bars(mic, sessionDates[row]!).keys());
      stream.form(session);
      current.set(market, { row, session });
    }
  };

  const take: FactorFollower["take"] = ({ market: mic, date, instruments }) => {
    const market = markets.get(mic);
    if (market === undefined) return "nothing";
    const { sessionDates, decisionAt } = panel.markets[market]!;
    const row = sessionDates.indexOf(date);
    if (row < 0) return date > (sessionDates.at(-1) ?? Number.NEGATIVE_INFINITY) ? "beyond" : "nothing";
    if (decisionAt[row]! <= newestAt) return "nothing";
    const before = next;
    goTo(decisionAt[row]!);
    if (next > before) return "changed";
    const held = current.get(market);
    if (held?.row !== row) return "nothing";
    const filled = fill(held.session, row, instruments);
    if (filled.length === 0) return "nothing";
    stream.revise(held.session, filled);
    return "changed";
  };
  for (const { market, session } of book.newest())
    take({ market, date: session.date, instruments: new Set() });

  return {
    take,
    formed: () =>
      lastAt === Number.NEGATIVE_INFINITY
        ? null
        : { values: Float64Array.from(stream.values()), lastAt, receivedAt },
  };
};
