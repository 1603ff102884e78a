import fc from "fast-check";
import { MICROS_PER_DAY, MICROS_PER_MINUTE, NO_SESSION } from "../../engine/contract/time.ts";
import type { PanelRequest } from "../contract/panel-request.ts";
import { type CalendarVersion, NEVER } from "../panel/panel-events.ts";
import { HISTORY_FIELDS, type History, IIDS, MICS, micOf } from "./history.ts";

/** What tells histories of sessions from those of minutes. */
interface Scale {
  readonly frequency: "session" | "minute";
  readonly days: number;
  /** Any instant at which something may become known. */
  readonly instant: fc.Arbitrary<number>;
  /** What a bar is of: a session date, or the beginning of a minute. */
  readonly barAt: fc.Arbitrary<number>;
  /** Hours of a session, from the start of its day: open, close, and the lunch break. */
  readonly hours: fc.Arbitrary<readonly [number, number, number, number]>;
  readonly usualHours: readonly (readonly [number, number, number, number])[];
  readonly delays: readonly number[];
  readonly bars: number;
  readonly kinds: readonly PanelRequest["decision"]["kind"][];
}

const quarterDay = MICROS_PER_DAY / 4;
const minutes = (n: number) => n * MICROS_PER_MINUTE;
const NONE = Number.NaN;

const SESSION_DAYS = 7;
const sessionScale: Scale = {
  frequency: "session",
  days: SESSION_DAYS,
  instant: fc.integer({ min: -4, max: SESSION_DAYS * 4 + 4 }).map((n) => n * quarterDay),
  barAt: fc.integer({ min: 0, max: SESSION_DAYS - 1 }),
  hours: fc
    .tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 2 }))
    .map(([open, length]) => [open * quarterDay, (open + length) * quarterDay, NONE, NONE]),
  usualHours: [
    [0, quarterDay, NONE, NONE],
    [quarterDay, 3 * quarterDay, NONE, NONE],
  ],
  delays: [0, 30, 360],
  bars: 24,
  kinds: ["close", "open", "utc"],
};

const MINUTE_DAYS = 3;
const ofDay = fc.integer({ min: 0, max: MINUTE_DAYS - 1 }).map((day) => day * MICROS_PER_DAY);
const minuteScale: Scale = {
  frequency: "minute",
  days: MINUTE_DAYS,
  instant: fc.tuple(ofDay, fc.integer({ min: -4, max: 14 })).map(([day, minute]) => day + minutes(minute)),
  barAt: fc.tuple(ofDay, fc.integer({ min: 0, max: 9 })).map(([day, minute]) => day + minutes(minute)),
  hours: fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 7 }), fc.boolean())
    .map(([open, length, hasBreak]) => [
      minutes(open),
      minutes(open + length),
      hasBreak ? minutes(open + 1) : NONE,
      hasBreak ? minutes(open + 3) : NONE,
    ]),
  usualHours: [
    [0, minutes(5), NONE, NONE],
    [minutes(1), minutes(8), minutes(3), minutes(5)],
  ],
  delays: [0, 1, 3],
  bars: 90,
  kinds: ["close", "open"],
};

const iid = fc.constantFrom(...IIDS);
const price = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 9_999 }) },
  { weight: 1, arbitrary: fc.constant(NONE) },
);

const historiesOf = (scale: Scale): fc.Arbitrary<History> => {
  const date = fc.integer({ min: 0, max: scale.days - 1 });
  const version = {
    // Equal instants are common, and so are equal revisions: then only our own order tells versions apart.
    knownAt: scale.instant,
    revision: fc.integer({ min: 0, max: 2 }),
    /** R3: unique, and in another order than the instants, so that early facts also come in late batches. */
    ingestSeq: fc.integer({ min: 1, max: 1_000_000 }),
  };
  const listOf = <T extends object>(
    shape: { [K in keyof T]: fc.Arbitrary<T[K]> },
    maxLength: number,
    // fast-check keeps lists short by itself; bars of minutes must be many, or they miss every row.
    size: "small" | "max" = maxLength > 50 ? "max" : "small",
  ) =>
    fc.uniqueArray(
      fc.record({ ...shape, ...version }) as unknown as fc.Arbitrary<T & { ingestSeq: number }>,
      {
        maxLength,
        size,
        selector: (each) => each.ingestSeq,
      },
    );
  const day = (mic: string, sessionDate: number, hours: readonly [number, number, number, number]) => {
    const from = sessionDate * MICROS_PER_DAY;
    const [open, close, breakStart, breakEnd] = hours;
    return {
      mic,
      sessionDate,
      openAt: from + open,
      closeAt: from + close,
      breakStartAt: from + breakStart,
      breakEndAt: from + breakEnd,
    };
  };
  const planned: CalendarVersion[] = MICS.flatMap((mic, m) =>
    Array.from({ length: scale.days }, (_, sessionDate) => ({
      ...day(mic, sessionDate, scale.usualHours[m]!),
      status: "open",
      knownAt: -100 * MICROS_PER_DAY,
      revision: 0,
      ingestSeq: 0,
    })),
  );
  const changes = listOf<{
    mic: string;
    date: number;
    status: string;
    hours: readonly [number, number, number, number];
    knownAt: number;
    revision: number;
  }>(
    {
      mic: fc.constantFrom(...MICS),
      date,
      status: fc.constantFrom("open", "half-day", "moved", "closed"),
      hours: scale.hours,
    } as never,
    4,
  ).map((list) =>
    list.map(({ mic, date: sessionDate, status, hours, knownAt, revision, ingestSeq }) => ({
      ...day(mic, sessionDate, hours),
      status,
      knownAt,
      revision,
      ingestSeq,
    })),
  );
  return fc.record({
    knownTo: fc.constantFrom(Number.POSITIVE_INFINITY, Math.ceil(scale.days / 2) * MICROS_PER_DAY),
    ttlDays: fc.constantFrom(null, 1, 3),
    calendars: changes.map((list) => [...planned, ...list]),
    memberships: listOf<History["memberships"][number]>(
      { iid, validFrom: date, validTo: fc.constantFrom(NEVER, 0, 2, 4, 6) } as never,
      8,
    ).map((random) => [
      ...random,
      // Half the names start as members, so that most histories make a panel.
      ...["A", "C"].map((id) => ({
        iid: id,
        validFrom: 0,
        validTo: NEVER,
        knownAt: -9 * quarterDay,
        revision: 0,
        ingestSeq: 0,
      })),
    ]),
    listings: listOf<History["listings"][number]>(
      {
        iid,
        listedOn: fc.constantFrom(0, 2),
        delistedOn: fc.constantFrom(NEVER, 3, 5),
        delistReturn: fc.constantFrom(-0.5, -1),
      } as never,
      5,
    ).map((list) => list.map((listing) => ({ ...listing, mic: micOf(listing.iid) }))),
    actions: listOf<History["actions"][number]>(
      {
        iid,
        kind: fc.constantFrom(
          "split",
          "stock-dividend",
          "cash-dividend",
          "special-dividend",
          "spin-off",
          "spin-off",
          "merger",
        ),
        payDate: fc.constantFrom(NO_SESSION, 5, 9),
        // Also of another market, of nobody, and itself.
        target: fc.constantFrom("", "A", "B", "B", "C", "Z"),
        costShare: fc.constantFrom(NONE, NONE, 0.25),
        exDate: date,
        ratio: fc.constantFrom(1, 2),
        cash: fc.constantFrom(0, 3),
        perUnit: fc.constantFrom(1, 100),
      } as never,
      7,
      "max",
    ),
    fx: listOf<History["fx"][number]>(
      { currency: fc.constantFrom("EUR", "KRW"), sessionDate: date, usdPerUnit: price } as never,
      8,
    ),
    bars: listOf<History["bars"][number]>(
      {
        iid,
        at: scale.barAt,
        close: price,
        volume: fc.integer({ min: 0, max: 9 }),
        perUnit: fc.constantFrom(1, 100),
      } as never,
      scale.bars,
    ).map((list) => list.map((bar) => (Number.isNaN(bar.close) ? { ...bar, volume: NONE } : bar))),
    facts: listOf<History["facts"][number]>(
      { iid, periodEnd: fc.integer({ min: -4, max: 2 }), value: price } as never,
      12,
    ),
  });
};

const ruleOf = ({ kinds, delays }: Scale): fc.Arbitrary<PanelRequest["decision"]> =>
  fc
    .tuple(fc.constantFrom(...kinds), fc.constantFrom(...delays), fc.integer({ min: 0, max: 3 }))
    .map(([kind, delay, quarter]): PanelRequest["decision"] => {
      if (kind === "close") return { kind, delayMinutes: delay };
      if (kind === "open") return { kind, leadMinutes: delay };
      return { kind, minuteOfDay: quarter * 360 };
    });

const requestsOf = (scale: Scale): fc.Arbitrary<PanelRequest> =>
  fc.record({
    universe: fc.constant("U"),
    fields: fc.constant([...HISTORY_FIELDS]),
    from: fc.integer({ min: 0, max: scale.days >> 1 }),
    to: fc.integer({ min: scale.days >> 1, max: scale.days - 1 }),
    warmUpSessions: fc.integer({ min: 0, max: 3 }),
    snapshot: fc.constant(null),
    frequency: fc.constant(scale.frequency),
    decision: ruleOf(scale),
    decisionByMarket: fc.dictionary(fc.constantFrom(...MICS), ruleOf(scale), { maxKeys: 1 }),
    reasons: fc.boolean(),
    asOf: fc.option(scale.instant, { freq: 1 }),
  });

/** A history, a snapshot of it (our own order up to some commit), and what is asked of it. */
export interface Case {
  readonly history: History;
  readonly maxIngestSeq: number;
  readonly request: PanelRequest;
}
const casesOf = (scale: Scale): fc.Arbitrary<Case> =>
  fc.record({
    history: historiesOf(scale),
    maxIngestSeq: fc.constantFrom(1_000_000, 700_000, 400_000),
    request: requestsOf(scale),
  });

export const sessionCases = casesOf(sessionScale);
export const minuteCases = casesOf(minuteScale);
export const daysOf = ({ frequency }: PanelRequest): number =>
  frequency === "minute" ? MINUTE_DAYS : SESSION_DAYS;
