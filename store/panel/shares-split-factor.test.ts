import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateFactor, fieldFactor, MICROS_PER_DAY, type Panel } from "../../engine/index.ts";
import { panelOfOneShare, type Report } from "../testing/one-share.ts";
import type { BuiltPanel } from "./build-panel.ts";

const DAYS = 12;
const days = Array.from({ length: DAYS }, (_, day) => day);
const closeAt = (day: number) => (day + 0.5) * MICROS_PER_DAY;

interface Split {
  readonly exDate: number;
  readonly ratio: number;
  /** Days before (or, negative, after) the ex-date on which it became known. */
  readonly notice: number;
}
interface History {
  readonly splits: readonly Split[];
  readonly reports: readonly Report[];
  readonly ttlDays: number | null;
}

/** One share at a price of 1, so that its capitalisation is its number of shares. */
const build = ({ splits, reports, ttlDays }: History, from: number, warmUpSessions: number): BuiltPanel => {
  const built = panelOfOneShare(
    {
      days: DAYS,
      closeAt,
      prices: [new Float64Array(DAYS).fill(1)],
      actions: splits.map(({ exDate, ratio, notice }, k) => ({
        iid: "A",
        kind: "split",
        exDate,
        ratio,
        cash: 0,
        knownAt: closeAt(exDate - notice),
        revision: 0,
        ingestSeq: k + 1,
      })),
      field: { name: "sharesOutstanding", kind: "fundamental", ttlDays },
      reports,
    },
    {
      universe: "U",
      fields: ["close", "sharesOutstanding"],
      from,
      to: DAYS,
      warmUpSessions,
      snapshot: null,
      frequency: "session" as const,
      decisionByMarket: {},
      reasons: false,
      decision: { kind: "close" as const, delayMinutes: 0 },
      asOf: null,
    },
  );
  if (!built.ok) throw new Error(built.error.message);
  return built.value;
};

/** The capitalisation known at the close of each day from `from` on. */
const capitalisation = ({ header, columns }: BuiltPanel, from: number): number[] => {
  const [close, sharesOutstanding, members] = columns as [Float64Array, Float64Array, Uint8Array];
  const panel: Panel = { ...header, columns: { close, sharesOutstanding }, members };
  const values = evaluateFactor(fieldFactor("marketCap"), panel);
  return days.slice(from).map((day) => values.at(closeAt(day))[0]!);
};

test("a split between the last report and the panel's first row is not forgotten", () => {
  const history: History = {
    splits: [
      { exDate: 1, ratio: 3, notice: 1 },
      { exDate: 4, ratio: 20, notice: 1 },
      { exDate: 6, ratio: 2, notice: 1 },
    ],
    reports: [{ day: 2, value: 10 }],
    ttlDays: null,
  };
  expect(capitalisation(build(history, 0, 0), 2)).toEqual([10, 10, 200, 200, 400, 400, 400, 400, 400, 400]);
  expect([...build(history, 4, 0).header.sharesSplitFactor]).toEqual([20]);
  expect(capitalisation(build(history, 8, 1), 8)).toEqual([400, 400, 400, 400]);
});

test("[R1] the capitalisation of a day does not depend on where the panel begins, in 500 random histories", () => {
  const histories = fc.record({
    splits: fc.array(
      fc.record({
        exDate: fc.integer({ min: 0, max: DAYS - 1 }),
        ratio: fc.constantFrom(2, 3, 0.5),
        notice: fc.integer({ min: -2, max: 3 }),
      }),
      { maxLength: 4 },
    ),
    reports: fc.array(
      fc.record({
        day: fc.integer({ min: -2, max: DAYS - 1 }),
        value: fc.constantFrom(100, 200, 300, Number.NaN),
      }),
      { maxLength: 5 },
    ),
    ttlDays: fc.constantFrom(null, 3),
  });
  let scaled = 0;
  fc.assert(
    fc.property(histories, fc.integer({ min: 1, max: DAYS - 1 }), fc.nat(3), (history, from, warmUp) => {
      const later = build(history, from, warmUp);
      if (later.header.sharesSplitFactor[0] !== 1) scaled++;
      expect(capitalisation(later, from)).toEqual(capitalisation(build(history, 0, 0), from));
    }),
    { numRuns: 500, seed: 17 },
  );
  expect(scaled).toBeGreaterThan(30);
});
