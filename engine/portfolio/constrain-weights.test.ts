import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../rng/random.ts";
import { unwrap } from "../testing/strategies.ts";
import { constrainWeights } from "./constrain-weights.ts";
import type { ConstraintContext } from "./constraint-context.ts";
import type { WeightConstraints } from "./weight-constraints.ts";

const orderOf = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const apply = (weights: number[], constraints: WeightConstraints, context: Partial<ConstraintContext> = {}) =>
  unwrap(
    constrainWeights(Float64Array.from(weights), constraints, { order: orderOf(weights.length), ...context }),
  );
const failure = (weights: number[], constraints: unknown, context: Partial<ConstraintContext> = {}) =>
  constrainWeights(Float64Array.from(weights), constraints as WeightConstraints, {
    order: orderOf(weights.length),
    ...context,
  });
const close = (actual: Float64Array, expected: number[]) => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((w, i) => {
    expect(actual[i]).toBeCloseTo(w, 13);
  });
};

describe("each constraint, by hand", () => {
  test("without constraints, or with such as do not bind, the weights stay as they are to the bit", () => {
    const weights = [0.1, 0.2, 0.7];
    const loose = { maximumWeight: 0.7, maximumGross: 1, maximumNet: 1, maximumNames: 3, minimumWeight: 0.1 };
    for (const constraints of [{}, loose])
      expect(apply(weights, constraints)).toEqual({
        weights: Float64Array.from(weights),
        binding: [],
        unmet: [],
      });
  });

  test("maximumNames keeps the largest, ties by order, and the others of the side take over in proportion", () => {
    const { weights, binding } = apply([0.2, 0.3, 0.3, 0.2, -0.1, -0.3], { maximumNames: 4 });
    close(weights, [0.2 / 0.8, 0.3 / 0.8, 0.3 / 0.8, 0, 0, -0.4]);
    expect(binding).toEqual([{ constraint: "maximumNames", group: null, before: 6, limit: 4 }]);
  });

  test("minimumWeight takes out small names of both signs", () => {
    const { weights, binding } = apply([0.5, 0.04, 0.46, -0.03, -0.2], { minimumWeight: 0.05 });
    close(weights, [0.5 / 0.96, 0, 0.46 / 0.96, 0, -0.23]);
    expect(binding).toEqual([{ constraint: "minimumWeight", group: null, before: 2, limit: 0.05 }]);
  });

  test("maximumWeight spreads the excess over the names below it, which may bring more to the cap", () => {
    // 0.6 → 0.35, 0.25 spread over 0.3 and 0.1: 0.4875 → 0.35, and the last takes the rest.
    const { weights, binding } = apply([0.6, 0.3, 0.1], { maximumWeight: 0.35 });
    expect(Array.from(weights.subarray(0, 2))).toEqual([0.35, 0.35]);
    expect(weights[2]).toBeCloseTo(0.3, 14);
    expect(binding).toEqual([{ constraint: "maximumWeight", group: null, before: 0.6, limit: 0.35 }]);
    // What no name can take stays in cash; the short side is capped apart.
    close(apply([0.6, 0.4, -0.3, -0.1], { maximumWeight: 0.2 }).weights, [0.2, 0.2, -0.2, -0.2]);
  });

  test("sectors and markets are scaled down to their caps, by gross weight", () => {
    const sectors = ["Tech", "Banks", "Tech", "Banks"];
    const markets = ["XNYS", "XNYS", "XKRX", "XKRX"];
    const capped = apply([0.4, 0.2, 0.2, -0.2], { maximumSector: 0.45 }, { sectors });
    close(capped.weights, [0.3, 0.2, 0.15, -0.2]);
    expect(capped.binding).toMatchObject([{ constraint: "maximumSector", group: "Tech", limit: 0.45 }]);
    const named = apply([0.4, 0.2, 0.2, -0.2], { maximumMarket: { XKRX: 0.1 } }, { markets });
    close(named.weights, [0.4, 0.2, 0.05, -0.05]);
  });

  test("gross, net range and cash buffer scale down what is too large", () => {
    close(apply([0.9, 0.6, -0.5], { maximumGross: 1 }).weights, [0.45, 0.3, -0.25]);
    close(apply([0.9, 0.6, -0.5], { maximumNet: 0.25 }).weights, [0.45, 0.3, -0.5]);
    close(apply([0.9, 0.6, -0.5], { minimumNet: 1.25 }).weights, [0.9, 0.6, -0.25]);
    const buffer = apply([0.5, 0.5], { cashBuffer: 0.05 });
    close(buffer.weights, [0.475, 0.475]);
    expect(buffer.binding).toEqual([{ constraint: "cashBuffer", group: null, before: 0, limit: 0.05 }]);
  });

  test("a name that scaling brings below minimumWeight goes out, and the net range is met again", () => {
    const { weights } = apply([0.5, 0.4, -0.06, -0.34], {
      maximumGross: 0.65,
      minimumWeight: 0.05,
      maximumNet: 0.26,
    });
    // Scaled by a half the smaller short falls out; then the long side gives way.
    close(weights, [0.43 * (0.5 / 0.9), 0.43 * (0.4 / 0.9), 0, -0.17]);
  });

  test("maximumTurnover goes part of the way, and minimumTrade leaves out small changes but not a close", () => {
    const current = Float64Array.of(0.5, 0.5, 0);
    const half = apply([0, 0.5, 0.5], { maximumTurnover: 0.25 }, { current });
    close(half.weights, [0.25, 0.5, 0.25]);
    expect(half.binding).toEqual([{ constraint: "maximumTurnover", group: null, before: 0.5, limit: 0.25 }]);
    const small = apply(
      [0.48, 0.52, 0],
      { minimumTrade: 0.05 },
      { current: Float64Array.of(0.5, 0.49, 0.01) },
    );
    expect(Array.from(small.weights)).toEqual([0.5, 0.49, 0]);
    expect(small.binding).toEqual([{ constraint: "minimumTrade", group: null, before: 2, limit: 0.05 }]);
  });

  test("holdings that the turnover cap keeps outside other constraints are named", () => {
    const current = Float64Array.of(0.9, 0.1);
    const { weights, unmet } = apply([0.5, 0.5], { maximumTurnover: 0.1, maximumWeight: 0.5 }, { current });
    close(weights, [0.8, 0.2]);
    expect(unmet).toEqual(["maximumWeight"]);
  });

  test("a target without names is cash, whatever the range of the net weight", () => {
    expect(Array.from(apply([0, 0], { minimumNet: 0.9 }).weights)).toEqual([0, 0]);
  });
});

describe("what cannot be is a named error", () => {
  test.each([
    [{ minimumNet: 0.9, maximumNet: 0.5 }, "minimumNet 0.9 is above the highest net weight 0.5"],
    [{ minimumNet: 0.99, cashBuffer: 0.05 }, "minimumNet 0.99 is above the highest net weight 0.95"],
    [{ minimumNet: 0.9, maximumGross: 0.5 }, "minimumNet 0.9 is above maximumGross 0.5"],
    [{ maximumNet: -0.9, maximumGross: 0.5 }, "a net weight of -0.9 needs more than maximumGross 0.5"],
    [{ minimumWeight: 0.2, maximumWeight: 0.1 }, "minimumWeight 0.2 is above maximumWeight 0.1"],
    [
      { maximumNames: 5, maximumWeight: 0.1, minimumNet: 0.9 },
      "5 names of at most 0.1 cannot reach minimumNet 0.9",
    ],
    [
      { maximumWeight: 0.4, minimumNet: 0.9 },
      "the long side is 0.8 after the other constraints, below minimumNet 0.9",
    ],
    [{ maximumNet: -0.2 }, "a net weight of at most -0.2 needs short positions of 0.2, had 0"],
  ])("%o", (constraints, statement) => {
    expect(failure([0.5, 0.5], constraints)).toMatchObject({
      ok: false,
      error: {
        code: "bad-weights",
        message: `these constraints cannot hold together: ${statement}`,
        details: { reason: "infeasible-constraints" },
      },
    });
  });

  test("weights that are missing, infinite or sum to 1e9", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e9])
      expect(failure([0.5, bad], {})).toMatchObject({ ok: false, error: { code: "bad-weights" } });
  });

  test.each([
    [{ maxWeight: 0.1 }, {}, 'there is no constraint "maxWeight"'],
    [{ maximumweight: 0.1 }, {}, 'there is no constraint "maximumweight"; did you mean "maximumWeight"?'],
    [{ maximumWeight: Number.NaN }, {}, "maximumWeight must be a finite number, was NaN"],
    [{ maximumGross: 11 }, {}, "maximumGross must be from 0 to 10, was 11"],
    [{ maximumNames: 1.5 }, {}, "maximumNames must be a whole number, was 1.5"],
    [{ maximumSector: 0.1 }, {}, "maximumSector needs sectors"],
    [
      { maximumSector: "a" },
      { sectors: ["A", "B"] },
      "maximumSector must be a number, or numbers by group, was a",
    ],
    [{ maximumTurnover: 0.1 }, {}, "maximumTurnover needs current weights"],
    [
      { minimumTrade: 0.1 },
      { current: Float64Array.of(1) },
      "minimumTrade needs current weights of 2 names, had 1",
    ],
    [
      { maximumSector: { Enrgy: 0.1 } },
      { sectors: ["Energy", "Banks"] },
      'maximumSector names "Enrgy", which no instrument has; did you mean "Energy"?',
    ],
    [3, {}, "constraints must be an object, such as { maximumWeight: 0.05 }"],
    [{ maximumTurnover: 1 }, { current: Float64Array.of(0, Number.NaN) }, "current weights must be finite"],
    [{}, { order: Int32Array.of(0) }, "the order must list 2 names, had 1"],
  ])("%o", (constraints, context, message) => {
    const result = failure([0.5, 0.5], constraints, context);
    expect(result.ok).toBe(false);
    if (!result.ok) {
      expect(["bad-argument", "bad-weights"]).toContain(result.error.code);
      expect(result.error.message).toContain(message);
    }
  });
});

const share = (max: number) => fc.option(fc.double({ min: 0.01, max, noNaN: true }), { nil: undefined });
const arbitraryConstraints = fc
  .record({
    maximumNames: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    minimumWeight: share(0.06),
    maximumWeight: share(0.5),
    maximumSector: share(0.8),
    maximumMarket: share(0.8),
    maximumGross: share(2),
    minimumNet: fc.option(fc.double({ min: -1, max: 0.3, noNaN: true }), { nil: undefined }),
    maximumNet: fc.option(fc.double({ min: -0.1, max: 1, noNaN: true }), { nil: undefined }),
    cashBuffer: share(0.3),
  })
  .map(
    (drawn) =>
      Object.fromEntries(Object.entries(drawn).filter(([, v]) => v !== undefined)) as WeightConstraints,
  );

function drawPortfolio(seed: number, n: number) {
  const random = createRandom(seed);
  const raw = Array.from({ length: n }, () => (random.uniform() < 0.2 ? 0 : random.normal() + 0.5));
  const gross = raw.reduce((s, w) => s + Math.abs(w), 0) || 1;
  const scale = (0.5 + random.uniform()) / gross;
  return {
    weights: raw.map((w) => w * scale),
    sectors: raw.map(() => ["Energy", "Banks", "Tech"][random.integer(3)]!),
    markets: raw.map(() => ["XNYS", "XLON"][random.integer(2)]!),
    current: Float64Array.from(raw, () => (random.uniform() - 0.3) * 0.3),
    random,
  };
}

const seeds = fc.integer({ min: 1, max: 1e6 });
const sizes = fc.integer({ min: 1, max: 14 });

test("after success every constraint holds, written here once more; a failure is infeasible and says so", () => {
  let successes = 0;
  fc.assert(
    fc.property(arbitraryConstraints, seeds, sizes, (c, seed, n) => {
      const { weights: target, sectors, markets } = drawPortfolio(seed, n);
      const result = failure(target, c, { sectors, markets });
      if (!result.ok) {
        expect(result.error.details?.reason).toBe("infeasible-constraints");
        return;
      }
      successes++;
      const { weights: w, binding, unmet } = result.value;
      const slack = 1e-9;
      const sum = (keep: (i: number) => boolean, f: (x: number) => number) =>
        Array.from(w).reduce((s, x, i) => s + (keep(i) ? f(x) : 0), 0);
      const sizesHeld = Array.from(w, Math.abs).filter((x) => x > 0);
      const most = (of: (name: string) => number, names: string[]) => Math.max(...names.map(of));
      const net = sum(
        () => true,
        (x) => x,
      );
      const isCash = sizesHeld.length === 0;
      // One check for each constraint; an expectation for each name takes longer than the work.
      expect({
        unmet,
        names: sizesHeld.length <= (c.maximumNames ?? n),
        least: isCash || Math.min(...sizesHeld) >= (c.minimumWeight ?? 0) - slack,
        most: isCash || Math.max(...sizesHeld) <= (c.maximumWeight ?? 10) + slack,
        sector:
          most((name) => sum((i) => sectors[i] === name, Math.abs), ["Energy", "Banks", "Tech"]) <=
          ((c.maximumSector as number | undefined) ?? 10) + slack,
        market:
          most((name) => sum((i) => markets[i] === name, Math.abs), ["XNYS", "XLON"]) <=
          ((c.maximumMarket as number | undefined) ?? 10) + slack,
        gross: sum(() => true, Math.abs) <= (c.maximumGross ?? 10) + slack,
        floor: isCash || net >= (c.minimumNet ?? -10) - slack,
        ceiling: isCash || net <= Math.min(c.maximumNet ?? 10, 1 - (c.cashBuffer ?? -9)) + slack,
        // No weight changes sign, and none comes from nothing.
        signs: w.every((x, i) => x * target[i]! >= 0 && (target[i] !== 0 || x === 0) && !Object.is(x, -0)),
      }).toEqual({
        unmet: [],
        names: true,
        least: true,
        most: true,
        sector: true,
        market: true,
        gross: true,
        floor: true,
        ceiling: true,
        signs: true,
      });
      // Nothing changes unless something binds.
      if (binding.length === 0) expect(Array.from(w)).toEqual(target);
      else expect(Array.from(w)).not.toEqual(target);
    }),
    { numRuns: 1_500, seed: 61 },
  );
  expect(successes).toBeGreaterThan(500);
});

test("a second pass changes nothing but rounding", () => {
  fc.assert(
    fc.property(arbitraryConstraints, seeds, sizes, (c, seed, n) => {
      const { weights, sectors, markets } = drawPortfolio(seed, n);
      const once = failure(weights, c, { sectors, markets });
      if (!once.ok) return;
      close(
        apply(Array.from(once.value.weights), c, { sectors, markets }).weights,
        Array.from(once.value.weights),
      );
    }),
    { numRuns: 500, seed: 62 },
  );
});

test("turnover and small trades keep to their limits, and the trades point towards the target", () => {
  fc.assert(
    fc.property(seeds, sizes, share(0.5), share(0.05), (seed, n, turnover, trade) => {
      const { weights: target, current } = drawPortfolio(seed, n);
      const constraints = {
        ...(turnover !== undefined && { maximumTurnover: turnover }),
        ...(trade !== undefined && { minimumTrade: trade }),
      };
      const { weights } = apply(target, constraints, { current });
      const traded = weights.reduce((s, w, i) => s + Math.abs(w - current[i]!), 0) / 2;
      expect(traded).toBeLessThanOrEqual((turnover ?? 20) + 1e-12);
      weights.forEach((w, i) => {
        const change = w - current[i]!;
        expect(change * (target[i]! - current[i]!)).toBeGreaterThanOrEqual(-1e-18);
        if (change !== 0 && w !== 0) expect(Math.abs(change)).toBeGreaterThanOrEqual((trade ?? 0) - 1e-12);
      });
    }),
    { numRuns: 500, seed: 63 },
  );
});

test("the order in which names are stored does not matter, to the bit", () => {
  fc.assert(
    fc.property(arbitraryConstraints, seeds, sizes, share(0.5), (c, seed, n, turnover) => {
      const { weights, sectors, markets, current, random } = drawPortfolio(seed, n);
      const constraints = { ...c, ...(turnover !== undefined && { maximumTurnover: turnover }) };
      const place = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = random.integer(i + 1);
        [place[i], place[j]] = [place[j]!, place[i]!];
      }
      // Name i of the first form stands at place[i] of the second.
      const moved = <T>(values: ArrayLike<T>): T[] => {
        const output = new Array<T>(n);
        place.forEach((to, i) => {
          output[to] = values[i]!;
        });
        return output;
      };
      const first = failure(weights, constraints, { sectors, markets, current });
      const second = failure(moved(weights), constraints, {
        order: Int32Array.from(place),
        sectors: moved(sectors),
        markets: moved(markets),
        current: Float64Array.from(moved(current)),
      });
      expect(second.ok).toBe(first.ok);
      if (!first.ok || !second.ok) return;
      expect(Array.from(second.value.weights)).toEqual(moved(first.value.weights));
      expect(second.value.binding).toEqual(first.value.binding);
    }),
    { numRuns: 500, seed: 64 },
  );
});
