import { expect, test } from "vitest";
import type { FieldEvents } from "./field-events.ts";
import { seatEvents } from "./field-events.ts";
import type { PanelLayout } from "./panel-layout.ts";

const DECISIONS = [10, 20, 30];
/** What seating looks at. */
const layout = (iids: readonly string[], hasReasons: boolean) =>
  ({
    hasReasons,
    instruments: iids.map((iid) => ({ iid })),
    markets: [{ decisionAt: Float64Array.from(DECISIONS) }, { decisionAt: Float64Array.of(25) }],
  }) as unknown as PanelLayout;

/** Of A known at 5, 30 and 31; of B at 40; of C none; of D at 7. Values are ten times the instants. */
const events: FieldEvents = {
  iids: ["A", "B", "C", "D"],
  facts: {
    starts: Int32Array.of(0, 3, 4, 4, 5),
    periodEnd: Int32Array.of(1, 2, 3, 4, 5),
    knownAt: Float64Array.of(5, 30, 31, 40, 7),
    value: Float64Array.of(50, 300, 310, 400, 70),
    length: Int32Array.of(3, 3, 3, 3, 12),
  },
};

test("[R1] a panel hears only of versions known by its last decision, seat by seat", () => {
  const seated = seatEvents(layout(["D", "B", "A", "Z"], false), [events], false);
  expect(seated).toEqual({
    starts: Int32Array.of(0, 1, 1, 3, 3),
    periodEnd: Int32Array.of(5, 1, 2),
    knownAt: Float64Array.of(7, 5, 30),
    value: Float64Array.of(70, 50, 300),
    length: new Int32Array(0),
  });
});

test("a panel that tells why cells are empty hears of all", () => {
  const seated = seatEvents(layout(["B", "A"], true), [events], true);
  expect([...seated.starts]).toEqual([0, 1, 4]);
  expect([...seated.knownAt]).toEqual([40, 5, 30, 31]);
  expect([...seated.length]).toEqual([3, 3, 3, 3]);
});

test("fields stand inside of instruments", () => {
  const other: FieldEvents = {
    iids: ["B"],
    facts: {
      starts: Int32Array.of(0, 1),
      periodEnd: Int32Array.of(9),
      knownAt: Float64Array.of(9),
      value: Float64Array.of(90),
      length: new Int32Array(0),
    },
  };
  const seated = seatEvents(layout(["A", "B", "D"], false), [events, other], false);
  expect([...seated.starts]).toEqual([0, 2, 2, 2, 3, 4, 4]);
  expect([...seated.value]).toEqual([50, 300, 90, 70]);
});
