import fc from "fast-check";
import { expect, test } from "vitest";
import { type LotOrder, Lots } from "./lots.ts";

test("the oldest lot is sold first, or the newest, and a part of a lot takes its part of the cost", () => {
  for (const [order, cost] of [
    ["fifo", 1_000 + 1_000],
    ["lifo", 2_000 + 500],
  ] as const) {
    const lots = new Lots(1, order);
    lots.add(0, 10, 1_000);
    lots.add(0, 10, 2_000);
    // Fifteen of twenty: one lot whole, half of the other.
    expect(lots.remove(0, 15)).toBe(cost);
    expect(lots.cost(0)).toBe(3_000 - cost);
  }
});

test("a split gives whole shares to each lot, and a lot left without any gives its cost to the next", () => {
  const lots = new Lots(1, "fifo");
  for (const shares of [1, 1, 3]) lots.add(0, shares, shares * 100);
  lots.split(0, 0.5);
  // 1 · ½ rounds down to nothing; the first two make one share; five make two.
  expect(lots.list(0)).toEqual([
    { shares: 1, costMinor: 200 },
    { shares: 1, costMinor: 300 },
  ]);
});

test("a cost that goes takes of each lot its part, and the parts add up", () => {
  const lots = new Lots(1, "fifo");
  for (const cost of [100, 1_000, 0, 900]) lots.add(0, 10, cost);
  lots.removeCost(0, 800);
  expect(lots.list(0).map(({ costMinor }) => costMinor)).toEqual([60, 600, 0, 540]);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2 ** 50 }), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (costs, share) => {
        const own = new Lots(1, "lifo");
        for (const cost of costs) own.add(0, 1, cost);
        const total = own.cost(0);
        const part = Math.min(total, Math.round(total * share));
        own.removeCost(0, part);
        expect(own.cost(0)).toBe(total - part);
        own.list(0).forEach(({ costMinor }, k) => {
          expect(Number.isInteger(costMinor) && costMinor >= 0 && costMinor <= costs[k]!).toBe(true);
          // To the unit, or to what a double holds of it.
          const exact = costs[k]! * (1 - (total === 0 ? 0 : part / total));
          expect(Math.abs(costMinor - exact)).toBeLessThanOrEqual(costs.length + total * 2 ** -50);
        });
      },
    ),
    { numRuns: 1_000, seed: 32 },
  );
});

type Step = { readonly add: number; readonly cost: number } | { readonly remove: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ add: fc.integer({ min: 1, max: 1_000 }), cost: fc.integer({ min: 0, max: 1_000_000 }) }),
    fc.record({ remove: fc.integer({ min: 1, max: 1_500 }) }),
  ),
  { maxLength: 60 },
);

test.each(["fifo", "lifo"] as const)(
  "%s lots equal a plain list of lots, whatever comes and goes",
  (order) => {
    fc.assert(
      fc.property(steps, fc.array(steps, { maxLength: 2 }), (own, others) => {
        const lots = new Lots(1 + others.length, order);
        for (const [k, other] of others.entries()) play(lots, k + 1, other, order);
        play(lots, 0, own, order);
      }),
      { numRuns: 1_000, seed: 31 },
    );
  },
);

function play(lots: Lots, instrument: number, given: readonly Step[], order: LotOrder): void {
  const plain: { shares: number; costMinor: number }[] = [];
  for (const step of given) {
    if ("add" in step) {
      lots.add(instrument, step.add, step.cost);
      plain.push({ shares: step.add, costMinor: step.cost });
    } else {
      let left = Math.min(
        step.remove,
        plain.reduce((sum, lot) => sum + lot.shares, 0),
      );
      if (left === 0) continue;
      const taken = lots.remove(instrument, left);
      let expected = 0;
      while (left > 0) {
        const lot = order === "fifo" ? plain[0]! : plain.at(-1)!;
        const part = Math.min(left, lot.shares);
        const cost = part === lot.shares ? lot.costMinor : Math.round((lot.costMinor * part) / lot.shares);
        expected += cost;
        lot.shares -= part;
        lot.costMinor -= cost;
        left -= part;
        if (lot.shares === 0) plain.splice(plain.indexOf(lot), 1);
      }
      expect(taken).toBe(expected);
    }
    expect(lots.list(instrument)).toEqual(plain);
  }
}
