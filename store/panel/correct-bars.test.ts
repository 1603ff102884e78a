import { expect, test } from "vitest";
import { gatherCorrections } from "./correct-bars.ts";
import type { BarBatch } from "./panel-events.ts";
import type { PanelLayout } from "./panel-layout.ts";

const DAYS = [10, 11, 12, 13, 14];
const DECISION = 1_000;

/** One instrument on five rows, all decided at the same instant, as far as corrections look at a layout. */
const layout = {
  fields: { bars: ["close"] },
  markets: [{ barKeys: Float64Array.from(DAYS), decisionAt: new Float64Array(DAYS.length).fill(DECISION) }],
  instruments: [{ market: 0 }],
  offsets: Int32Array.from([0, DAYS.length]),
} as unknown as PanelLayout;

const corrections: BarBatch = {
  rowCount: DAYS.length,
  instrument: new Int32Array(DAYS.length),
  sessionDate: Int32Array.from(DAYS),
  //   before, with, after the first version; too late; without a first version in the panel
  knownAt: Float64Array.from([400, 500, 600, DECISION + 1, 600]),
  revision: Int32Array.from([1, 1, 1, 1, 1]),
  ingestSeq: Int32Array.from([2, 2, 2, 2, 2]),
  values: [Float64Array.from([91, 92, 93, 94, 95])],
};

/** Instants as the database hands them over: pairs of the low and the high half of an int64. */
const halves = (instants: readonly number[]): Int32Array =>
  new Int32Array(BigInt64Array.from(instants, (instant) => BigInt(instant)).buffer);

test("[R3] a correction takes the place of a first version that was known before it, and of no other", () => {
  const column = Float64Array.from([1, 2, 3, 4, Number.NaN]);
  const gathered = gatherCorrections(layout, [corrections]);
  gathered.noteFirstVersions(0, 4, halves([500, 500, 500, 500]), 0);
  gathered.apply([column]);
  expect([...column]).toEqual([1, 92, 93, 4, 95]);
});

test("[R3] of two corrections the later one stands, whichever comes first", () => {
  const twice = (order: readonly number[]): BarBatch => ({
    rowCount: 2,
    instrument: new Int32Array(2),
    sessionDate: Int32Array.from([10, 10]),
    knownAt: Float64Array.from([600, 600]),
    revision: Int32Array.from(order),
    ingestSeq: Int32Array.from([2, 2]),
    values: [Float64Array.from(order, (revision) => 90 + revision)],
  });
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const column = Float64Array.from([1, 2, 3, 4, 5]);
    const gathered = gatherCorrections(layout, [twice(order)]);
    gathered.noteFirstVersions(0, 5, halves([500, 500, 500, 500, 500]), 0);
    gathered.apply([column]);
    expect([...column]).toEqual([92, 2, 3, 4, 5]);
  }
});
