import fc from "fast-check";
import { expect, test } from "vitest";
import { unwrap } from "../testing/strategies.ts";
import { type AttributionInput, attributeByLabel } from "./attribute-by-label.ts";

const of = (...values: number[]) => Float64Array.from(values);
const sum = (values: Iterable<number>) => [...values].reduce((s, x) => s + x, 0);

// Two periods, four items: 10,000 becomes 10,500 (5 %) and, with 500 taken out, 10,400 (4 %).
const example: AttributionInput = {
  profitMinor: of(400, 200, -80, -20, 100, 400, -60, -40),
  navMinor: of(10_000, 10_500, 10_400),
  flowsMinor: of(0, -500),
  labels: ["tech", "banks", "commission", "tax"],
};

test("contributions of two periods link to the compounded return as Cariño's formula says", () => {
  const found = unwrap(attributeByLabel(example));
  expect(found.labels).toEqual(["banks", "commission", "tax", "tech"]);
  expect(found.profitMinor).toEqual(of(600, -140, -60, 500));
  expect(found.totalProfitMinor).toBe(900);
  const R = 1.05 * 1.04 - 1;
  const k = [Math.log(1.05) / 0.05, Math.log(1.04) / 0.04].map((x) => (x * R) / Math.log(1 + R));
  expect(found.totalReturn).toBeCloseTo(R, 14);
  [
    k[0]! * 0.02 + k[1]! * 0.04,
    k[0]! * -0.008 + k[1]! * -0.006,
    k[0]! * -0.002 + k[1]! * -0.004,
    k[0]! * 0.04 + k[1]! * 0.01,
  ].forEach((expected, label) => {
    expect(found.contribution[label]).toBeCloseTo(expected, 14);
  });
});

const worlds = fc
  .record({
    start: fc.integer({ min: 1e6, max: 1e11 }),
    profits: fc.array(fc.array(fc.integer({ min: -90_000, max: 100_000 }), { minLength: 6, maxLength: 6 }), {
      minLength: 1,
      maxLength: 12,
    }),
    flows: fc.array(fc.integer({ min: -200_000, max: 200_000 }), { minLength: 12, maxLength: 12 }),
    labels: fc.array(fc.constantFrom("KRX", "NYSE", "LSE", "HKEX"), { minLength: 6, maxLength: 6 }),
  })
  .map(({ start, profits, flows, labels }): AttributionInput => {
    const nav = [start * 10];
    profits.forEach((row, t) => {
      nav.push(nav[t]! + flows[t]! + sum(row));
    });
    return {
      profitMinor: Float64Array.from(profits.flat()),
      navMinor: Float64Array.from(nav),
      flowsMinor: Float64Array.from(flows.slice(0, profits.length)),
      labels,
    };
  });

test("money and contributions add up to the totals exactly, in any order, and the total is the compounded return", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { navMinor: nav, flowsMinor: flows, labels } = world;
      const found = unwrap(attributeByLabel(world));
      const n = found.labels.length;
      const last = nav.length - 1;
      expect(sum(found.profitMinor)).toBe(nav[last]! - nav[0]! - sum(flows!));
      expect(sum(found.profitMinor)).toBe(found.totalProfitMinor);
      expect(sum(found.contribution)).toBe(found.totalReturn);
      expect(sum(Array.from(found.contribution).reverse())).toBe(found.totalReturn);
      let growth = 1;
      for (let t = 0; t < last; t++) {
        const row = found.periodContribution.subarray(t * n, (t + 1) * n);
        const r = nav[t + 1]! / (nav[t]! + flows![t]!) - 1;
        expect(sum(row)).toBe(found.periodReturn[t]);
        expect(Math.abs(found.periodReturn[t]! - r)).toBeLessThan(1e-14);
        growth *= 1 + r;
        found.labels.forEach((label, k) => {
          const own = labels.map((each, item) => (each === label ? world.profitMinor[t * 6 + item]! : 0));
          expect(Math.abs(row[k]! - sum(own) / (nav[t]! + flows![t]!))).toBeLessThan(1e-14);
        });
      }
      expect(Math.abs(found.totalReturn - (growth - 1))).toBeLessThan(1e-13);
    }),
    { numRuns: 200, seed: 12 },
  );
});

test("the order of items has no say, bit for bit", () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 1, max: 5 }), (world, turn) => {
      const at = (item: number) => (item + turn) % 6;
      const turned = {
        ...world,
        profitMinor: world.profitMinor.map((_, k) => world.profitMinor[k - (k % 6) + at(k % 6)]!),
        labels: world.labels.map((_, item) => world.labels[at(item)]!),
      };
      expect(attributeByLabel(turned)).toEqual(attributeByLabel(world));
    }),
    { numRuns: 100, seed: 13 },
  );
});

test.each([
  ["profits that miss the NAV by one", { navMinor: of(10_000, 10_501, 10_401) }, "bad-argument"],
  ["a forgotten flow", { flowsMinor: of(0, 0) }, "bad-argument"],
  ["a fraction of a cent", { navMinor: of(10_000, 10_500.5, 10_400.5) }, "bad-argument"],
  ["a missing profit", { profitMinor: of(Number.NaN, 200, -80, -20, 100, 400, -60, -40) }, "bad-argument"],
  ["too few profits", { profitMinor: of(1, 2, 3) }, "bad-argument"],
  ["flows of another length", { flowsMinor: of(0) }, "bad-argument"],
  ["no period", { navMinor: of(10_000), profitMinor: of() }, "too-few-observations"],
  ["no NAV", { navMinor: of(), profitMinor: of() }, "too-few-observations"],
  ["no items", { labels: [], profitMinor: of() }, "too-few-observations"],
  [
    "capital that was all taken out",
    { navMinor: of(10_000, 10_500, 400), flowsMinor: of(0, -10_500) },
    "ruin",
  ],
] as const)("%s is refused by name", (_, change, code) => {
  expect(attributeByLabel({ ...example, ...change })).toMatchObject({ ok: false, error: { code } });
});

test("a period that loses everything is ruin", () => {
  const input = { profitMinor: of(-100), navMinor: of(100, 0), labels: ["all"] };
  expect(attributeByLabel(input)).toMatchObject({ ok: false, error: { code: "ruin" } });
});
