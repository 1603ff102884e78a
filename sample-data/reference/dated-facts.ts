import { dayOf } from "../calendars/day.ts";
import { exchangeCalendars } from "../calendars/exchange-calendars.ts";
import { type LocalClock, localClock } from "../calendars/utc-offset.ts";

/** What every dated fact says besides its value. */
export interface DatedFact {
  /** First trade date it holds for. */
  readonly from: string;
  /**
   * When it was known, in the market's local time; a day stands for its end. Left out where the announcement is not
   * recorded: then it counts as known when it took effect, at midnight.
   */
  readonly known?: string;
}

const clocks = new Map<string, LocalClock>(
  exchangeCalendars.map(({ mic, timeZone }) => [mic, localClock(timeZone)]),
);

/** The dates of a fact as the store holds them. */
export const datesOf = (mic: string, fact: DatedFact): { valid_from: number; known_at: number } => {
  const clock = clocks.get(mic);
  if (!clock) throw new Error(`there is no calendar of ${mic}`);
  return { valid_from: dayOf(fact.from), known_at: clock.knownAt(fact.known ?? `${fact.from}T00:00`) };
};
