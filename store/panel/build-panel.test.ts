import fc from "fast-check";
import { expect, test } from "vitest";
import { MICROS_PER_DAY, MICROS_PER_MINUTE, NO_SESSION } from "../../engine/contract/time.ts";
import type { PanelRequest } from "../contract/panel-request.ts";
import { type BuiltPanel, buildPanel } from "./build-panel.ts";
import {
  type ActionVersion,
  type CalendarVersion,
  type FxVersion,
  type ListingVersion,
  type MembershipVersion,
  NEVER,
  type Version,
} from "./panel-events.ts";

/** A history as a plain list of versions: what the world published, and when. */
interface BarVersion extends Version {
  readonly iid: string;
  readonly sessionDate: number;
  readonly close: number;
}
interface FactVersion extends Version {
  readonly iid: string;
  readonly periodEnd: number;
  readonly value: number;
}
interface History {
  readonly knownTo: number;
  readonly ttlDays: number | null;
  readonly calendars: readonly CalendarVersion[];
  readonly memberships: readonly MembershipVersion[];
  readonly listings: readonly ListingVersion[];
  readonly actions: readonly ActionVersion[];
  readonly fx: readonly FxVersion[];
  readonly bars: readonly BarVersion[];
  readonly facts: readonly FactVersion[];
}

const DAYS = 7;
const IIDS = ["A", "B", "C"];
const micOf = (iid: string) => (iid === "C" ? "YYY" : "XXX");
const step = MICROS_PER_DAY / 4;

const buildFrom = (history: History, request: PanelRequest) =>
  buildPanel(
    "p",
    {
      ...history,
      snapshotId: "s",
      fields: [{ name: "book", kind: "fundamental", ttlDays: history.ttlDays }],
      markets: ["XXX", "YYY"].map((mic) => ({ mic, currency: "USD" })),
      instruments: IIDS.map((iid) => ({ iid, name: iid, mic: micOf(iid), currency: "USD", sector: "x" })),
      *bars(layout) {
        const seat = (iid: string) => layout.instruments.findIndex((instrument) => instrument.iid === iid);
        const own = history.bars.filter((bar) => seat(bar.iid) >= 0);
        for (const bar of own) {
          yield {
            rowCount: 1,
            instrument: Int32Array.of(seat(bar.iid)),
            sessionDate: Int32Array.of(bar.sessionDate),
            knownAt: Float64Array.of(bar.knownAt),
            revision: Int32Array.of(bar.revision),
            ingestSeq: Int32Array.of(bar.ingestSeq),
            values: [Float64Array.of(bar.close)],
          };
        }
      },
      facts(layout) {
        const seat = (iid: string) => layout.instruments.findIndex((instrument) => instrument.iid === iid);
        const own = history.facts.filter((fact) => seat(fact.iid) >= 0);
        return {
          rowCount: own.length,
          instrument: Int32Array.from(own, (fact) => seat(fact.iid)),
          field: new Int32Array(own.length),
          periodEnd: Int32Array.from(own, (fact) => fact.periodEnd),
          knownAt: Float64Array.from(own, (fact) => fact.knownAt),
          revision: Int32Array.from(own, (fact) => fact.revision),
          ingestSeq: Int32Array.from(own, (fact) => fact.ingestSeq),
          value: Float64Array.from(own, (fact) => fact.value),
        };
      },
    },
    request,
  );

// ---- The model: each cell on its own, by reading the rules aloud over the whole list of versions. ----

const isAfter = (a: Version, b: Version) =>
  a.knownAt !== b.knownAt
    ? a.knownAt > b.knownAt
    : a.revision !== b.revision
      ? a.revision > b.revision
      : a.ingestSeq > b.ingestSeq;
const lastOf = <T extends Version>(versions: readonly T[]): T | undefined => {
  let last: T | undefined;
  for (const version of versions) if (!last || isAfter(version, last)) last = version;
  return last;
};
const knownBy = <T extends Version>(versions: readonly T[], at: number) =>
  versions.filter((v) => v.knownAt <= at);

interface ModelSession {
  readonly date: number;
  readonly at: number;
}
const modelSessions = (history: History, mic: string, delay: number, asOf: number): ModelSession[] => {
  const sessions: ModelSession[] = [];
  for (let date = 0; date < DAYS; date++) {
    const last = lastOf(
      history.calendars.filter(
        (c) => c.mic === mic && c.sessionDate === date && c.knownAt <= asOf && c.knownAt <= c.closeAt + delay,
      ),
    );
    if (last && last.status !== "closed") sessions.push({ date, at: last.closeAt + delay });
  }
  return sessions;
};
const modelNextSession = (history: History, mic: string, delay: number, { date, at }: ModelSession) => {
  for (let next = date + 1; next < DAYS; next++) {
    const last = lastOf(
      history.calendars.filter(
        (c) => c.mic === mic && c.sessionDate === next && c.knownAt <= at && c.knownAt <= c.closeAt + delay,
      ),
    );
    if (last && last.status !== "closed") return next;
  }
  return NO_SESSION;
};
const modelFact = (history: History, iid: string, at: number): number => {
  const known = knownBy(
    history.facts.filter((f) => f.iid === iid),
    at,
  );
  let newest: FactVersion | undefined;
  for (let period = -50; period <= 50; period++) {
    const last = lastOf(known.filter((f) => f.periodEnd === period));
    if (last && !Number.isNaN(last.value)) newest = last;
  }
  if (!newest) return Number.NaN;
  if (history.ttlDays !== null && at - newest.knownAt > history.ttlDays * MICROS_PER_DAY) return Number.NaN;
  return newest.value;
};
const modelMember = (history: History, iid: string, session: ModelSession): boolean => {
  const known = knownBy(
    history.memberships.filter((m) => m.iid === iid),
    session.at,
  );
  return [...new Set(known.map((m) => m.validFrom))].some((from) => {
    const last = lastOf(known.filter((m) => m.validFrom === from))!;
    return last.validFrom <= session.date && session.date < last.validTo;
  });
};

const cell = (panel: BuiltPanel, column: number, instrument: number, row: number) =>
  panel.columns[column]![panel.header.offsets[instrument]! + row]!;

// ---- Random histories. ----

const instant = fc.integer({ min: -4, max: DAYS * 4 + 4 }).map((n) => n * step);
const version = { knownAt: instant, revision: fc.integer({ min: 0, max: 2 }) };
const iid = fc.constantFrom(...IIDS);
const date = fc.integer({ min: 0, max: DAYS - 1 });
/** R3: gives every version its own place in the order, also when instant and revision are equal. */
const numbered = <T extends object>(versions: readonly T[]) =>
  versions.map((v, i) => ({ ...v, ingestSeq: i + 1 }));
const listOf = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }, maxLength: number) =>
  fc.array(fc.record(shape) as unknown as fc.Arbitrary<T>, { maxLength }).map(numbered);

const calendars = fc
  .tuple(
    listOf<Omit<CalendarVersion, "ingestSeq" | "openAt">>(
      {
        mic: fc.constantFrom("XXX", "YYY"),
        sessionDate: date,
        status: fc.constantFrom("open", "half-day", "closed"),
        closeAt: fc.constant(0),
        ...version,
      },
      4,
    ),
    fc.integer({ min: 0, max: 2 }),
  )
  .map(([changes, early]) => {
    const base = ["XXX", "YYY"].flatMap((mic, m) =>
      Array.from({ length: DAYS }, (_, day) => ({
        mic,
        sessionDate: day,
        status: "open",
        openAt: day * MICROS_PER_DAY,
        closeAt: day * MICROS_PER_DAY + (m + 1) * step,
        knownAt: -100 * MICROS_PER_DAY,
        revision: 0,
        ingestSeq: 0,
      })),
    );
    const moved = changes.map((change) => ({
      ...change,
      openAt: change.sessionDate * MICROS_PER_DAY,
      closeAt: change.sessionDate * MICROS_PER_DAY + early * step,
    }));
    return [...base, ...moved];
  });

const histories: fc.Arbitrary<History> = fc.record({
  knownTo: fc.constantFrom(Number.POSITIVE_INFINITY, 4 * MICROS_PER_DAY),
  ttlDays: fc.constantFrom(null, 1, 3),
  calendars,
  memberships: listOf(
    { iid, validFrom: date, validTo: fc.constantFrom(NEVER, 0, 2, 4, 6), ...version },
    8,
  ).map((random) => [
    ...random,
    // Half the names start as members, so that most histories make a panel.
    ...["A", "C"].map((id) => ({
      iid: id,
      validFrom: 0,
      validTo: NEVER,
      knownAt: -9 * step,
      revision: 0,
      ingestSeq: 0,
    })),
  ]),
  listings: listOf(
    {
      iid,
      mic: iid.map(micOf),
      listedOn: fc.constantFrom(0, 2),
      delistedOn: fc.constantFrom(NEVER, 3, 5),
      delistReturn: fc.constantFrom(-0.5, -1),
      ...version,
    },
    5,
  ),
  actions: listOf(
    {
      iid,
      kind: fc.constantFrom("split", "cash-dividend"),
      exDate: date,
      ratio: fc.constantFrom(1, 2),
      cash: fc.constantFrom(0, 3),
      ...version,
    },
    5,
  ),
  fx: listOf(
    {
      currency: fc.constantFrom("EUR", "KRW"),
      sessionDate: date,
      usdPerUnit: fc.integer({ min: 1, max: 9 }),
      ...version,
    },
    8,
  ),
  bars: listOf({ iid, sessionDate: date, close: fc.integer({ min: 1, max: 99 }), ...version }, 16),
  facts: listOf(
    {
      iid,
      periodEnd: fc.integer({ min: -4, max: 2 }),
      value: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 99 }) },
        { weight: 1, arbitrary: fc.constant(NaN) },
      ),
      ...version,
    },
    12,
  ),
});

const delayOf = ({ decision }: PanelRequest) => (decision.kind === "close" ? decision.delayMinutes : NaN);

const requests: fc.Arbitrary<PanelRequest> = fc.record({
  universe: fc.constant("U"),
  fields: fc.constant(["close", "book"]),
  from: fc.integer({ min: 0, max: 3 }),
  to: fc.integer({ min: 3, max: DAYS - 1 }),
  warmUpSessions: fc.integer({ min: 0, max: 3 }),
  snapshot: fc.constant(null),
  frequency: fc.constant("session" as const),
  decision: fc.constantFrom(0, 30, 360).map((delayMinutes) => ({ kind: "close" as const, delayMinutes })),
  decisionByMarket: fc.constant({}),
  reasons: fc.constant(false),
  asOf: fc.option(instant, { freq: 1 }),
});

test("[R1][R3][R4][R5][R6][R7][R9] every cell of a panel equals the rules read aloud, in 2,000 random histories", () => {
  let panels = 0;
  let cells = 0;
  fc.assert(
    fc.property(histories, requests, (history, request) => {
      const built = buildFrom(history, request);
      const delay = delayOf(request) * MICROS_PER_MINUTE;
      const asOf = request.asOf ?? Number.POSITIVE_INFINITY;
      const rowsOf = (mic: string) => {
        const sessions = modelSessions(history, mic, delay, asOf);
        const before = sessions.filter((s) => s.date < request.from).length;
        const first = Math.max(0, before - request.warmUpSessions);
        const rows = sessions.filter((s, i) => i >= first && s.date <= request.to);
        return { first, rows: rows.filter((s) => s.at <= asOf && s.at - delay <= history.knownTo) };
      };
      const expected = IIDS.filter((id) => rowsOf(micOf(id)).rows.some((s) => modelMember(history, id, s)));
      if (!built.ok) {
        expect(built.error.code).toBe("empty-range");
        const hasRow = ["XXX", "YYY"].some((mic) => rowsOf(mic).rows.some((s) => s.date >= request.from));
        expect(hasRow && expected.length > 0).toBe(false);
        return;
      }
      panels++;
      const { header } = built.value;
      expect(header.instruments.map((instrument) => instrument.iid)).toEqual(expected);
      header.markets.forEach((market) => {
        const { first, rows } = rowsOf(market.mic);
        expect(market.firstSessionNumber).toBe(first);
        expect([...market.sessionDates]).toEqual(rows.map((s) => s.date));
        expect([...market.decisionAt]).toEqual(rows.map((s) => s.at));
        expect([...market.nextSessionDates]).toEqual(
          rows.map((s) => modelNextSession(history, market.mic, delay, s)),
        );
      });
      header.instruments.forEach((instrument, i) => {
        rowsOf(micOf(instrument.iid)).rows.forEach((session, row) => {
          cells++;
          const bars = history.bars.filter((b) => b.iid === instrument.iid && b.sessionDate === session.date);
          expect(cell(built.value, 0, i, row)).toBe(lastOf(knownBy(bars, session.at))?.close ?? Number.NaN);
          expect(cell(built.value, 1, i, row)).toBe(modelFact(history, instrument.iid, session.at));
          expect(cell(built.value, 2, i, row)).toBe(modelMember(history, instrument.iid, session) ? 1 : 0);
        });
      });
    }),
    { numRuns: 2_000, seed: 20_240_628 },
  );
  expect(panels).toBeGreaterThan(800);
  expect(cells).toBeGreaterThan(5_000);
});

test("[R8][R9] actions and delistings on every row are those known at that row", () => {
  let actions = 0;
  let delistings = 0;
  fc.assert(
    fc.property(histories, requests, (history, request) => {
      const built = buildFrom(history, request);
      if (!built.ok) return;
      const { header } = built.value;
      const found: unknown[] = [];
      header.instruments.forEach((instrument, i) => {
        const market = header.markets[instrument.market]!;
        let delistedRow = -1;
        let delistReturn = Number.NaN;
        market.sessionDates.forEach((session, row) => {
          const known = knownBy(
            history.listings.filter((l) => l.iid === instrument.iid && l.mic === market.mic),
            market.decisionAt[row]!,
          );
          const listedOn = Math.max(...known.filter((l) => l.listedOn <= session).map((l) => l.listedOn));
          const listing = lastOf(known.filter((l) => l.listedOn === listedOn));
          if (delistedRow < 0 && listing && listing.delistedOn <= session) {
            delistedRow = row;
            delistReturn = listing.delistReturn;
          }
          for (const [kind, name] of ["split", "cash-dividend"].entries()) {
            const earlier = modelSessions(
              history,
              market.mic,
              delayOf(request) * MICROS_PER_MINUTE,
              request.asOf ?? Infinity,
            )
              .map((s) => s.date)
              .filter((d) => d < session);
            const previous = Math.max(-1, ...earlier);
            for (let ex = previous + 1; ex <= session; ex++) {
              const action = lastOf(
                knownBy(
                  history.actions.filter(
                    (a) => a.iid === instrument.iid && a.kind === name && a.exDate === ex,
                  ),
                  market.decisionAt[row]!,
                ),
              );
              if (action && !(action.ratio === 1 && action.cash === 0))
                found.push([i, row, kind, kind === 0 ? action.ratio : 1, kind === 0 ? 0 : action.cash]);
            }
          }
        });
        expect([instrument.delistedRow, instrument.delistReturn]).toEqual([delistedRow, delistReturn]);
        if (delistedRow >= 0) delistings++;
      });
      const { instrument, row, kind, ratio, cash } = header.actions;
      expect([...row].map((_, i) => [instrument[i], row[i], kind[i], ratio[i], cash[i]])).toEqual(found);
      actions += found.length;
    }),
    { numRuns: 1_000, seed: 7 },
  );
  expect(actions).toBeGreaterThan(100);
  expect(delistings).toBeGreaterThan(50);
});

test("[R4] at every decision the fixing of a currency is that of its newest date known, in its last version", () => {
  fc.assert(
    fc.property(histories, requests, (history, request) => {
      const built = buildFrom(history, request);
      if (!built.ok) return;
      for (const { currency, knownAt, usdPerUnit } of built.value.header.fx) {
        expect([...knownAt]).toEqual([...new Set(knownAt)].sort((a, b) => a - b));
        for (const at of built.value.header.markets.flatMap((market) => [...market.decisionAt])) {
          const known = knownBy(
            history.fx.filter((f) => f.currency === currency),
            at,
          );
          const newest = Math.max(...known.map((f) => f.sessionDate));
          const model = lastOf(known.filter((f) => f.sessionDate === newest))?.usdPerUnit;
          expect(usdPerUnit[knownAt.findLastIndex((k) => k <= at)]).toBe(model);
        }
      }
    }),
    { numRuns: 1_000, seed: 11 },
  );
});

test("[R3] the order in which versions arrive changes nothing", () => {
  fc.assert(
    fc.property(histories, requests, fc.infiniteStream(fc.nat()), (history, request, keys) => {
      const shuffle = <T>(items: readonly T[]): T[] =>
        items
          .map((item) => ({ item, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item);
      const shuffled: History = {
        ...history,
        calendars: shuffle(history.calendars),
        memberships: shuffle(history.memberships),
        listings: shuffle(history.listings),
        actions: shuffle(history.actions),
        fx: shuffle(history.fx),
        bars: shuffle(history.bars),
        facts: shuffle(history.facts),
      };
      expect(buildFrom(shuffled, request)).toEqual(buildFrom(history, request));
    }),
    { numRuns: 500, seed: 3 },
  );
});

test("[R1] whatever becomes known after an instant leaves every row decided by then as it was", () => {
  let rows = 0;
  fc.assert(
    fc.property(histories, requests, instant, (history, request, cut) => {
      const past = <T extends Version>(versions: readonly T[]) => versions.filter((v) => v.knownAt <= cut);
      const then: History = {
        ...history,
        calendars: past(history.calendars),
        memberships: past(history.memberships),
        listings: past(history.listings),
        actions: past(history.actions),
        fx: past(history.fx),
        bars: past(history.bars),
        facts: past(history.facts),
      };
      const before = buildFrom(then, { ...request, asOf: cut });
      const after = buildFrom(history, { ...request, asOf: null });
      if (!before.ok || !after.ok) return;
      before.value.header.instruments.forEach((instrument, i) => {
        const j = after.value.header.instruments.findIndex((other) => other.iid === instrument.iid);
        const market = before.value.header.markets[instrument.market]!;
        const later = after.value.header.markets[after.value.header.instruments[j]!.market]!;
        for (let row = 0; row < market.sessionDates.length; row++) {
          rows++;
          expect(later.decisionAt[row]).toBe(market.decisionAt[row]);
          for (const column of [0, 1, 2]) {
            expect(cell(after.value, column, j, row)).toBe(cell(before.value, column, i, row));
          }
        }
      });
    }),
    { numRuns: 1_000, seed: 5 },
  );
  expect(rows).toBeGreaterThan(1_000);
});
