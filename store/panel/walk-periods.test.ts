import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { cellReasons } from "../contract/panel-request.ts";
import { indexRowsByDay } from "./first-row-by.ts";
import { KnownPeriods, type PeriodItem } from "./known-periods.ts";
import { periodLengthOf } from "./period-length.ts";
import { seatFacts } from "./seat-facts.ts";
import { walkPeriods } from "./walk-periods.ts";

interface Version {
  readonly end: number;
  readonly type: string;
  readonly knownAt: number;
  readonly revision: number;
  readonly ingestSeq: number;
  readonly value: number;
}
interface Cell {
  readonly value: number;
  readonly reason: string;
}

const runs = Math.max(20, Math.floor((Number(process.env.ASOF_WORLDS ?? 1_000) / 1_000) * 250));
const items: readonly PeriodItem[] = [
  { isTrailing: false, periodsAgo: 0 },
  { isTrailing: false, periodsAgo: 1 },
  { isTrailing: false, periodsAgo: 4 },
  { isTrailing: true, periodsAgo: 0 },
  { isTrailing: true, periodsAgo: 1 },
  { isTrailing: true, periodsAgo: 4 },
];

/** Month `m` since January 2000 as the day it ends, and a few days more or less. */
const monthEnd = (m: number) => Date.UTC(2000, m + 1, 0) / 86_400_000;
const FIRST = monthEnd(0);

const ofPanel = (
  versions: readonly Version[],
  decisionAt: Float64Array,
  ttlDays: number | null,
  item: PeriodItem,
): Cell[] => {
  const zeros = new Int32Array(versions.length);
  const facts = seatFacts(
    {
      rowCount: versions.length,
      instrument: zeros,
      field: zeros,
      periodEnd: Int32Array.from(versions, ({ end }) => end),
      knownAt: Float64Array.from(versions, ({ knownAt }) => knownAt),
      revision: Int32Array.from(versions, ({ revision }) => revision),
      ingestSeq: Int32Array.from(versions, ({ ingestSeq }) => ingestSeq),
      value: Float64Array.from(versions, ({ value }) => value),
      length: Int32Array.from(versions, ({ type }) => periodLengthOf(type)),
    },
    1,
    1,
  );
  const cells: Cell[] = [];
  const periods = new KnownPeriods(facts);
  walkPeriods(
    facts,
    0,
    item,
    decisionAt,
    ttlDays,
    periods,
    indexRowsByDay(decisionAt),
    (start, end, value, code) => {
      expect(start).toBe(cells.length);
      for (let row = start; row < end; row++) cells.push({ value, reason: cellReasons[code]! });
    },
  );
  return cells;
};

const isLater = (a: Version, b: Version) =>
  a.knownAt > b.knownAt ||
  (a.knownAt === b.knownAt &&
    (a.revision > b.revision || (a.revision === b.revision && a.ingestSeq > b.ingestSeq)));
const months: Readonly<Record<string, number>> = { Q: 3, H: 6, FY: 12 };

/** The rule read aloud for one cell: everything known is looked through, nothing is kept from cell to cell. */
const model = (
  versions: readonly Version[],
  at: number,
  ttlDays: number | null,
  { isTrailing, periodsAgo }: PeriodItem,
): Cell => {
  const empty = (reason: string): Cell => ({ value: Number.NaN, reason });
  if (versions.length === 0) return empty("never-reported");
  const known = versions.filter(({ knownAt }) => knownAt <= at);
  if (known.length === 0) return empty("not-yet-known");
  const lastOf = (end: number) =>
    known
      .filter((version) => version.end === end)
      .reduce((last, version) => (isLater(version, last) ? version : last));
  const periods = [...new Set(known.map(({ end }) => end))].map(lastOf).sort((a, b) => b.end - a.end);
  const first = periods.findIndex(({ value }) => !Number.isNaN(value));
  if (first < 0) return empty("withdrawn");
  const newest = periods[first]!;
  if (ttlDays !== null && at - newest.knownAt > ttlDays * MICROS_PER_DAY) return empty("stale");
  const step = months[newest.type] ?? 0;
  const back = (steps: number): Version | Cell => {
    if (steps === 0) return newest;
    if (step === 0) return periods[first + steps] ?? empty("never-reported");
    const date = new Date(newest.end * 86_400_000);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() - steps * step, date.getUTCDate()];
    const wanted = Math.min(Date.UTC(year, month, day), Date.UTC(year, month + 1, 0)) / 86_400_000;
    const isMeant = ({ end, type }: Version) => type === newest.type && Math.abs(end - wanted) <= 15;
    const distance = ({ end }: Version) => Math.abs(end - wanted);
    const found = periods
      .slice(first + 1)
      .filter(isMeant)
      .sort((a, b) => distance(a) - distance(b) || a.end - b.end)[0];
    if (found) return found;
    return empty(
      versions.some((version) => version.knownAt > at && isMeant(version))
        ? "not-yet-known"
        : "never-reported",
    );
  };
  const parts = isTrailing ? { Q: 4, H: 2, FY: 1, ttm: 1 }[newest.type] : 1;
  if (parts === undefined) return empty("never-reported");
  let sum = 0;
  for (let part = parts - 1; part >= 0; part--) {
    const figure = back(periodsAgo + part);
    if (!("end" in figure)) return figure;
    if (Number.isNaN(figure.value)) return empty("withdrawn");
    sum = part === parts - 1 ? figure.value : sum + figure.value;
  }
  return { value: sum, reason: "present" };
};

/** Reports of one company: most quarters, some left out, late, restated, withdrawn, or of another length. */
const histories = fc
  .record({
    usual: fc.constantFrom("Q", "Q", "Q", "H", "FY", "ttm", "instant"),
    reports: fc.uniqueArray(
      fc.record({
        period: fc.integer({ min: 0, max: 11 }),
        wander: fc.constantFrom(0, 0, 0, -6, 5, 16),
        isOdd: fc.integer({ min: 0, max: 12 }).map((n) => n === 0),
        // Whole days, so that equal instants are common; negative revisions of order do not exist.
        lag: fc.integer({ min: 1, max: 500 }),
        revision: fc.integer({ min: 0, max: 2 }),
        ingestSeq: fc.integer({ min: 1, max: 1_000_000 }),
        value: fc.oneof(
          { weight: 8, arbitrary: fc.integer({ min: -99, max: 999 }).map((n) => n / 8) },
          { weight: 1, arbitrary: fc.constant(Number.NaN) },
        ),
      }),
      { maxLength: 30, size: "max", selector: ({ ingestSeq }) => ingestSeq },
    ),
    ttlDays: fc.constantFrom(null, null, 200, 540),
  })
  .map(({ usual, reports, ttlDays }) => {
    const versions = reports.map(({ period, wander, isOdd, lag, ...version }): Version => {
      const end = monthEnd(period * (months[usual] ?? 3)) + wander;
      const type = isOdd ? (usual === "Q" ? "FY" : "Q") : usual;
      return { ...version, end, type, knownAt: (end + Math.ceil(lag / 10) * 10) * MICROS_PER_DAY };
    });
    return { versions, ttlDays };
  });

const decisionAt = Float64Array.from({ length: 60 }, (_, k) => (FIRST + 30 * k) * MICROS_PER_DAY);

describe("[R1][R3][R4][R7] earlier periods and twelve months, as known at each row", () => {
  test("equal the rule read aloud: value and reason of every cell", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(histories, ({ versions, ttlDays }) => {
        for (const item of items) {
          const cells = ofPanel(versions, decisionAt, ttlDays, item);
          expect(cells).toHaveLength(decisionAt.length);
          decisionAt.forEach((at, row) => {
            const expected = model(versions, at, ttlDays, item);
            const { value, reason } = cells[row]!;
            if (Object.is(value, expected.value) && reason === expected.reason) return;
            expect({ row, ...cells[row] }).toEqual({ row, ...expected });
          });
          if (item.isTrailing) for (const { reason } of cells) seen.set(reason, (seen.get(reason) ?? 0) + 1);
        }
      }),
      { numRuns: runs, seed: 20_240_629 },
    );
    for (const reason of ["present", "withdrawn", "stale", "not-yet-known", "never-reported"])
      expect(seen.get(reason) ?? 0).toBeGreaterThan(runs / 4);
  });

  const failsFor = (naive: (versions: readonly Version[], at: number) => number, item: PeriodItem) => {
    const result = fc.check(
      fc.property(histories, ({ versions }) => {
        const expected = [...decisionAt].map((at) => model(versions, at, null, item).value);
        expect([...decisionAt].map((at) => naive(versions, at))).toEqual(expected);
      }),
      { numRuns: 300, seed: 2 },
    );
    return result.failed && result.counterexample !== null;
  };

  test("the last four figures published are not the last four quarters", () => {
    const naive = (versions: readonly Version[], at: number) => {
      const known = versions.filter(({ knownAt }) => knownAt <= at).sort((a, b) => (isLater(a, b) ? 1 : -1));
      return known.length < 4
        ? Number.NaN
        : known.slice(-4).reduce((sum, { value }, k) => (k === 0 ? value : sum + value), 0);
    };
    expect(failsFor(naive, { isTrailing: true, periodsAgo: 0 })).toBe(true);
  });

  test("the fourth figure reported before is not that of a year ago: a quarter may be missing", () => {
    const naive = (versions: readonly Version[], at: number) => {
      const known = versions.filter(({ knownAt }) => knownAt <= at);
      const ends = [...new Set(known.map(({ end }) => end))].sort((a, b) => b - a);
      const of = known.filter(({ end }) => end === ends[4]);
      return of.length === 0 ? Number.NaN : of.reduce((a, b) => (isLater(b, a) ? b : a)).value;
    };
    expect(failsFor(naive, { isTrailing: false, periodsAgo: 4 })).toBe(true);
  });
});

describe("by hand", () => {
  const quarter = (n: number, knownDay: number, value: number, revision = 0): Version => ({
    end: monthEnd(2 + 3 * n),
    type: "Q",
    knownAt: knownDay * MICROS_PER_DAY,
    revision,
    ingestSeq: n + 1,
    value,
  });
  const known = (n: number) => monthEnd(2 + 3 * n) + 40;
  const four = [0, 1, 2, 3].map((n) => quarter(n, known(n), 10 + n));
  const at = (versions: readonly Version[], day: number, item: PeriodItem) =>
    ofPanel(versions, Float64Array.of(day * MICROS_PER_DAY), null, item)[0]!.value;
  const year = { isTrailing: true, periodsAgo: 0 };

  test("twelve months are the four quarters known then, and nothing before the fourth is known", () => {
    expect(at(four, known(3) - 1, year)).toBeNaN();
    expect(at(four, known(3), year)).toBe(10 + 11 + 12 + 13);
  });

  test("[R4] a restatement of an old quarter changes the sum from its instant on, and not the newest quarter", () => {
    const restated = [...four, quarter(1, known(3) + 30, 111, 1)];
    expect(at(restated, known(3) + 29, year)).toBe(46);
    expect(at(restated, known(3) + 30, year)).toBe(146);
    expect(at(restated, known(3) + 30, { isTrailing: false, periodsAgo: 0 })).toBe(13);
    expect(at(restated, known(3) + 30, { isTrailing: false, periodsAgo: 2 })).toBe(111);
  });

  test("a quarter that was never reported leaves a gap, not a sum of four others", () => {
    const gap = [0, 1, 2, 4].map((n) => quarter(n, known(n), 10 + n));
    expect(at(gap, known(4), year)).toBeNaN();
    expect(at(gap, known(4), { isTrailing: false, periodsAgo: 1 })).toBeNaN();
    expect(at(gap, known(4), { isTrailing: false, periodsAgo: 2 })).toBe(12);
  });

  test("a withdrawn newest quarter leaves the year to the one before it", () => {
    const withdrawn = [...four, quarter(4, known(4), 14), quarter(4, known(4) + 5, Number.NaN, 1)];
    expect(at(withdrawn, known(4), year)).toBe(11 + 12 + 13 + 14);
    expect(at(withdrawn, known(4) + 5, year)).toBe(46);
  });

  test("a fiscal year among quarters is its own twelve months, and no quarter", () => {
    const withYear = [...four.slice(0, 3), { ...quarter(3, known(3), 50), type: "FY" }];
    expect(at(withYear, known(3), year)).toBe(50);
    expect(at([...withYear, quarter(4, known(4), 14)], known(4), year)).toBeNaN();
  });
});
