import type { StoreContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Session } from "./tick-book.ts";

const MICROS_PER_DAY = 86_400_000_000;
/** A session may begin or end on the days beside its date, in UTC. */
const DAYS_BESIDE = 2;
/** Of one batch: a feed that takes up again after days off has fewer. */
const MOST_DAYS = 10;

interface KnownSession extends Session {
  readonly openAt: number;
}

export interface MarketSessions {
  /** Which session an instant (UTC microseconds) of these is in, its open and its close included. */
  at(market: string, instants: readonly number[]): Promise<WireResult<(instant: number) => Session | null>>;
}

const isoOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const dayOf = (instant: number): number => Math.floor(instant / MICROS_PER_DAY);

/** The sessions of markets from the store's calendars, each day asked for once. */
export const marketSessions = (store: Client<StoreContract>): MarketSessions => {
  const known = new Map<string, Promise<WireResult<readonly KnownSession[]>>>();

  const read = async (mic: string, day: number): Promise<WireResult<readonly KnownSession[]>> => {
    const [from, to] = [isoOf(day - DAYS_BESIDE), isoOf(day + DAYS_BESIDE)];
    const days = await store.call("calendar/days", { mic, from, to, at: null });
    if (!days.ok) return days;
    return wireOk(
      days.value.flatMap(({ status, sessionDate, openAt, closeAt }) =>
        status === "closed" ? [] : [{ date: Date.parse(sessionDate) / 86_400_000, openAt, closeAt }],
      ),
    );
  };
  const sessionsOn = (market: string, day: number) => {
    const key = `${market} ${day}`;
    const found = known.get(key) ?? read(market, day);
    known.set(key, found);
    // What failed is asked for again.
    void found.then(({ ok }) => ok || known.delete(key));
    return found;
  };

  return {
    at: async (market, instants) => {
      const days = new Set(instants.map(dayOf));
      if (days.size > MOST_DAYS)
        return wireError(
          "bad-batch",
          `The ticks are of ${days.size} days. Send at most ${MOST_DAYS} at a time.`,
        );
      const byDay = new Map<number, readonly KnownSession[]>();
      for (const day of days) {
        const sessions = await sessionsOn(market, day);
        if (!sessions.ok) return sessions;
        byDay.set(day, sessions.value);
      }
      return wireOk((instant) => {
        const sessions = byDay.get(dayOf(instant)) ?? [];
        return sessions.find(({ openAt, closeAt }) => openAt <= instant && instant <= closeAt) ?? null;
      });
    },
  };
};
