import { buildStore } from "../../store/build/build-store.ts";
import { type FixtureRow, tableRows } from "../../store/testing/fixture.ts";

export const INSTRUMENTS = 3_000;
export const UNIVERSE = "BENCH";
export const MIC = "XNYS";
const SESSIONS = 300;
const DAY = 86_400_000_000;
const HOUR = 3_600_000_000;
/** Monday 2024-01-08; sessions are Mondays to Fridays. */
const FIRST_DAY = 19_730;
const dayOf = (session: number): number => FIRST_DAY + Math.floor(session / 5) * 7 + (session % 5);
export const FROM = dayOf(100);
export const TO = dayOf(SESSIONS - 1);
/** When the session begins that has ticks and no bars, UTC microseconds. */
export const OPEN_AT = dayOf(SESSIONS) * DAY + 14.5 * HOUR;

const always: FixtureRow = { known_at: (FIRST_DAY - 1_000) * DAY, revision: 0 };
export const iidOf = (i: number): string => `N${String(i).padStart(5, "0")}`;
/** Looks drawn by lot, and is the same on every machine. */
const drawn = (i: number, session: number): number => ((i * 7_919 + session * 104_729) % 1_000) / 1_000;

const barOf = (i: number, session: number): FixtureRow => {
  const low = 20 + (i % 80) + 10 * drawn(i, session);
  return {
    iid: iidOf(i),
    session_date: dayOf(session),
    open: low + 0.25,
    high: low + 1,
    low,
    close: low + drawn(session, i),
    volume: 1_000 + (i % 50) * 100,
    currency: "USD",
    known_at: dayOf(session) * DAY + 21.1 * HOUR,
    revision: 0,
  };
};

/** Makes a store of 3,000 names of one market, with a calendar that goes further than their bars. */
export const makeTickStore = (folder: string): Promise<unknown> => {
  const names = Array.from({ length: INSTRUMENTS }, (_, i) => i);
  const sessions = Array.from({ length: SESSIONS + 20 }, (_, session) => session);
  function* tables() {
    yield tableRows("sources", [
      { source_id: "test", label: "made for measuring", licence: "none", is_synthetic: true },
    ]);
    yield tableRows("markets", [
      { mic: MIC, name: "New York", currency: "USD", time_zone: "America/New_York" },
    ]);
    yield tableRows("fields", [
      { name: "sharesOutstanding", kind: "fundamental", unit: "shares", description: "", ttl_days: null },
    ]);
    yield tableRows("universes", [{ universe_id: UNIVERSE, label: "All" }]);
    yield tableRows(
      "calendars",
      sessions.map((session) => ({
        ...always,
        mic: MIC,
        session_date: dayOf(session),
        status: "open",
        open_utc: dayOf(session) * DAY + 14.5 * HOUR,
        close_utc: dayOf(session) * DAY + 21 * HOUR,
      })),
    );
    yield tableRows(
      "instruments",
      names.map((i) => ({
        iid: iidOf(i),
        kind: "equity",
        name: iidOf(i),
        primary_mic: MIC,
        currency: "USD",
        sector: "x",
      })),
    );
    yield tableRows(
      "listings",
      names.map((i) => ({ ...always, iid: iidOf(i), mic: MIC, listed_on: FIRST_DAY })),
    );
    yield tableRows(
      "memberships",
      names.map((i) => ({ ...always, universe_id: UNIVERSE, iid: iidOf(i), valid_from: FIRST_DAY })),
    );
    for (let session = 0; session < SESSIONS; session++)
      yield tableRows(
        "bars_1d",
        names.map((i) => barOf(i, session)),
      );
  }
  return buildStore(folder, tables(), { snapshotName: "bench", isSynthetic: true });
};
