import type { TakenTicks } from "../contract/tick-batch.ts";
import { FormingBar, type Tick } from "./forming-bar.ts";

/** A session of a market: its date in days since 1970-01-01, its close in UTC microseconds. */
export interface Session {
  readonly date: number;
  readonly closeAt: number;
}

/** A tick that counts, and the session it belongs to. */
export interface SessionTick extends Tick {
  readonly session: Session;
}

type CountedTicks = Omit<TakenTicks, "unknown" | "unknownInstruments">;

/** What came in together: of which sessions and instruments. */
export interface Touched {
  readonly market: string;
  readonly date: number;
  readonly instruments: ReadonlySet<string>;
}

interface SessionBars {
  readonly session: Session;
  /** Of the newest session alone: in an older one nothing is taken in any more. */
  ids: Set<string> | null;
  readonly bars: Map<string, FormingBar>;
}

/** How far a feed's clock may be ahead of ours, in microseconds. A tick from next week would end this one's session. */
const AHEAD = 60_000_000;
/** Bars of older sessions count until the store has theirs. */
const KEPT_SESSIONS = 4;
/** What ids are remembered of one session: about half a gigabyte. */
const MOST_A_SESSION = 5_000_000;

/**
 * The bars that ticks have made: of each market its newest session, which grows, and those before that the store has
 * no bars of yet. Deciding what counts and taking it in are two steps, so that it can be written down in between.
 */
export class TickBook {
  /** By market, oldest session first. */
  readonly #markets = new Map<string, SessionBars[]>();
  /** By market, the newest session of which the store has bars. */
  readonly #complete = new Map<string, number>();

  /** What would become of ticks of known instruments, whatever their order; null when a session has too many. Changes nothing. */
  sort(
    market: string,
    ticks: readonly Tick[],
    sessionAt: (at: number) => Session | null,
    receivedAt: number,
  ): { readonly counts: CountedTicks; readonly taken: readonly SessionTick[] } | null {
    const sessions = this.#markets.get(market);
    const open = sessions?.at(-1);
    let newest = Math.max(open?.session.date ?? Number.NEGATIVE_INFINITY, this.#nextAfter(market));
    const seen = new Set<string>();
    const taken: SessionTick[] = [];
    const counts = { ticks: ticks.length, taken: 0, repeated: 0, late: 0, outside: 0, ahead: 0 };
    for (const tick of [...ticks].sort((a, b) => a.at - b.at)) {
      const session = sessionAt(tick.at);
      const ownIds = session && open?.session.date === session.date ? open.ids : null;
      if (tick.at > receivedAt * 1_000 + AHEAD) counts.ahead++;
      else if (!session) counts.outside++;
      else if (session.date < newest) counts.late++;
      else if (ownIds?.has(tick.id) || seen.has(`${session.date} ${tick.id}`)) counts.repeated++;
      else {
        newest = session.date;
        seen.add(`${session.date} ${tick.id}`);
        taken.push({ ...tick, session });
        counts.taken++;
      }
    }
    if ((open?.ids?.size ?? 0) + taken.length > MOST_A_SESSION) return null;
    return { counts, taken };
  }

  /** Takes in what `sort` gave. */
  take(market: string, taken: readonly SessionTick[], receivedAt: number): readonly Touched[] {
    const touched = new Map<number, Set<string>>();
    for (const tick of taken) {
      const { bars, ids } = this.#openFor(market, tick.session);
      ids?.add(tick.id);
      const bar = bars.get(tick.instrument);
      if (bar) bar.add(tick, receivedAt);
      else bars.set(tick.instrument, new FormingBar(tick, receivedAt));
      const { date } = tick.session;
      touched.set(date, (touched.get(date) ?? new Set()).add(tick.instrument));
    }
    return [...touched].map(([date, instruments]) => ({ market, date, instruments }));
  }

  /** Notes that the store has bars of a session: no tick of it or of one before counts any more. */
  complete(market: string, date: number): void {
    if (date <= (this.#complete.get(market) ?? Number.NEGATIVE_INFINITY)) return;
    this.#complete.set(market, date);
    const left = (this.#markets.get(market) ?? []).filter(({ session }) => session.date > date);
    this.#markets.set(market, left);
  }

  /** The bars of a market's session so far, by instrument. */
  bars(market: string, date: number): ReadonlyMap<string, FormingBar> {
    return this.#markets.get(market)?.find(({ session }) => session.date === date)?.bars ?? new Map();
  }

  /** The newest session of each market that has ticks. */
  newest(): readonly { readonly market: string; readonly session: Session }[] {
    return [...this.#markets].flatMap(([market, sessions]) => {
      const open = sessions.at(-1);
      return open ? [{ market, session: open.session }] : [];
    });
  }

  #nextAfter(market: string): number {
    return (this.#complete.get(market) ?? Number.NEGATIVE_INFINITY) + 1;
  }

  #openFor(market: string, session: Session): SessionBars {
    const sessions = this.#markets.get(market) ?? [];
    const open = sessions.at(-1);
    if (open?.session.date === session.date) return open;
    if (open) open.ids = null;
    const next: SessionBars = { session, ids: new Set(), bars: new Map() };
    this.#markets.set(market, [...sessions, next].slice(-KEPT_SESSIONS));
    return next;
  }
}
