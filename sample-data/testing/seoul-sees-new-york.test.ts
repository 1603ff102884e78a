import { expect, test } from "vitest";
import { evaluateFactor, fieldFactor, MICROS_PER_MINUTE, type Panel } from "../../engine/index.ts";
import { listVersions, type SessionVersion } from "../calendars/calendar-versions.ts";
import { dayOf, isoOf } from "../calendars/day.ts";
import { xkrx } from "../calendars/xkrx.ts";
import { xnys } from "../calendars/xnys.ts";

/** The last version of each day, known by its own close: the sessions that were held. */
const sessionsOf = (calendar: typeof xkrx): SessionVersion[] => {
  const last = new Map<number, SessionVersion>();
  for (const version of listVersions(calendar, "2014-12-01", "2025-01-10"))
    if (version.knownAt <= version.closeAt) last.set(version.sessionDate, version);
  return [...last.values()].filter(({ status }) => status !== "closed");
};

test("[R5] the Seoul close of a day sees New York's day before and never its own, on every session 2015 to 2024", () => {
  const calendars = [xkrx, xnys].map(sessionsOf);
  const [seoul, newYork] = calendars as [SessionVersion[], SessionVersion[]];
  const delay = 30 * MICROS_PER_MINUTE;
  const markets = calendars.map((sessions, market) => ({
    mic: [xkrx, xnys][market]!.mic,
    currency: ["KRW", "USD"][market]!,
    firstSessionNumber: 0,
    sessionDates: Int32Array.from(sessions, (session) => session.sessionDate),
    openAt: Float64Array.from(sessions, (session) => session.openAt),
    closeAt: Float64Array.from(sessions, (session) => session.closeAt),
    decisionAt: Float64Array.from(sessions, (session) => session.closeAt + delay),
  }));
  const cells = seoul.length + newYork.length;
  // Each bar's close is its own date, so that a value says which session was seen.
  const close = Float64Array.from([...seoul, ...newYork], (session) => session.sessionDate);
  const panel: Panel = {
    snapshotId: "s",
    universe: "U",
    markets,
    instruments: ["KR", "US"].map((iid, market) => ({
      iid,
      name: iid,
      market,
      sector: "x",
      delistedRow: -1,
      delistReturn: Number.NaN,
    })),
    offsets: Int32Array.of(0, seoul.length, cells),
    columns: { close },
    members: new Uint8Array(cells).fill(1),
    actions: {
      instrument: new Int32Array(0),
      row: new Int32Array(0),
      kind: new Uint8Array(0),
      ratio: new Float64Array(0),
      cash: new Float64Array(0),
    },
    fx: [],
  };
  const seen = evaluateFactor(fieldFactor("close"), panel);
  const newYorkDates = newYork.map((session) => session.sessionDate);
  let sessions = 0;
  for (const session of seoul) {
    if (session.sessionDate < dayOf("2015-01-01") || session.sessionDate > dayOf("2024-12-31")) continue;
    sessions++;
    const [own, other] = seen.at(session.closeAt + delay);
    const before = newYorkDates.findLast((date) => date < session.sessionDate)!;
    expect(own, isoOf(session.sessionDate)).toBe(session.sessionDate);
    expect(isoOf(other!), `seen from Seoul on ${isoOf(session.sessionDate)}`).toBe(isoOf(before));
  }
  expect(sessions).toBeGreaterThan(2_440);
});
