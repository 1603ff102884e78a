import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../rng/random.ts";
import { signalHandle as signal } from "../strategy/weight-rule.ts";
import { createReturns } from "../testing/return-matrix.ts";
import { unwrap } from "../testing/strategies.ts";
import { applyWeightRule, explainWeightRule, type WeightContext } from "./apply-weight-rule.ts";
import { shrinkToConstantCorrelation } from "./ledoit-wolf.ts";
import { minimumVarianceWeights } from "./mean-variance.ts";
import { riskParityWeights } from "./risk-parity.ts";
import type { WeightRule } from "./weight-rule-data.ts";

const orderOf = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const weigh = (rule: WeightRule, values: number[], context: WeightContext = {}) =>
  Array.from(applyWeightRule(rule, Float64Array.from(values), orderOf(values.length), context));
const NONE = Number.NaN;

/** Levels whose returns are those of a matrix. */
function levelsOf({ names, sessions, values }: ReturnType<typeof createReturns>): Float64Array[] {
  return Array.from({ length: names }, (_, i) => {
    const levels = new Float64Array(sessions + 1).fill(100);
    for (let t = 0; t < sessions; t++) levels[t + 1] = levels[t]! * (1 + values[i * sessions + t]!);
    return levels;
  });
}
const historyOf = (levels: Float64Array[]) => (i: number, sessions: number) => levels[i]!.slice(-sessions);

describe("choices and splits that read only the signal, by hand", () => {
  test("counts and percentages, from the top and the bottom", () => {
    const values = [5, NONE, 1, 4, 2, 3];
    expect(weigh(signal.count(2).equal(), values)).toEqual([0.5, 0, 0, 0.5, 0, 0]);
    expect(weigh(signal.top({ count: 9 }).equal(), values)).toEqual([0.2, 0, 0.2, 0.2, 0.2, 0.2]);
    expect(weigh(signal.bottom({ count: 1 }).equal(), values)).toEqual([0, 0, 1, 0, 0, 0]);
    expect(weigh(signal.top(40).equal(), values)).toEqual([0.5, 0, 0, 0.5, 0, 0]);
    expect(weigh(signal.top(40).equal(), [NONE, NONE])).toEqual([0, 0]);
  });

  test("long-short holds as much long as short, and its gross is what was asked for", () => {
    const values = [5, NONE, 1, 4, 2, 3];
    expect(weigh(signal.longShort(40).equal(), values)).toEqual([0.25, 0, -0.25, 0.25, -0.25, 0]);
    expect(weigh(signal.longShort(20, { gross: 2 }).equal(), values)).toEqual([1, 0, -1, 0, 0, 0]);
    expect(weigh(signal.longShort({ count: 9 }).equal(), [1, 2, 3])).toEqual([-0.5, 0, 0.5]);
    expect(weigh(signal.longShort(50).equal(), [7])).toEqual([0]);
    // All equal: longs from the front of the canonical order, shorts from its end.
    expect(weigh(signal.longShort(25).equal(), [1, 1, 1, 1])).toEqual([0.5, 0, 0, -0.5]);
  });

  test("proportional and rank weights, long only and around their mean", () => {
    expect(weigh(signal.rankProportional(), [10, NONE, -5, 10])).toEqual([2.5 / 6, 0, 1 / 6, 2.5 / 6]);
    expect(weigh(signal.longShort(50).proportional(), [4, 1, 3, 0])).toEqual([1 / 3, -1 / 6, 1 / 6, -1 / 3]);
    expect(weigh(signal.longShort(50).rankProportional(), [40, 1, 3, 0])).toEqual([
      3 / 8,
      -1 / 8,
      1 / 8,
      -3 / 8,
    ]);
    expect(weigh(signal.longShort(50).proportional(), [0.1, 0.1, 0.1, 0.1])).toEqual([0, 0, 0, 0]);
    expect(weigh(signal.proportional(), [-1, -2])).toEqual([0, 0]);
  });

  test("a signal that is infinite is refused where its size matters, and only there", () => {
    const values = [Number.POSITIVE_INFINITY, 1];
    expect(weigh(signal.top(50).equal(), values)).toEqual([1, 0]);
    expect(() => weigh(signal.proportional(), values)).toThrow(
      expect.objectContaining({ code: "bad-weights" }),
    );
  });
});

describe("splits that read history", () => {
  const returns = createReturns(3, 4, 60);
  const levels = levelsOf(returns);
  const values = [4, 3, 2, 1];

  test("minimum variance and risk parity are those of the shrunk covariance of the chosen names", () => {
    const chosen = { ...returns, names: 3, values: returns.values.slice(0, 180) };
    const { covariance } = unwrap(shrinkToConstantCorrelation(chosen));
    const window = { window: 60 };
    const check = (rule: WeightRule, expected: Float64Array) => {
      weigh(rule, values, { history: historyOf(levels) }).forEach((w, i) => {
        expect(w).toBeCloseTo(i === 3 ? 0 : expected[i]!, 10);
      });
    };
    check(signal.count(3).minimumVariance(window), unwrap(minimumVarianceWeights(covariance)).weights);
    check(signal.count(3).riskParity(window), unwrap(riskParityWeights(covariance)));
  });

  test("inverse volatility of a long-short choice weighs each side apart", () => {
    const w = weigh(signal.longShort(50).inverseVolatility({ window: 60 }), values, {
      history: historyOf(levels),
    });
    expect(w[0]! + w[1]!).toBeCloseTo(0.5, 14);
    expect(w[2]! + w[3]!).toBeCloseTo(-0.5, 14);
  });

  test("a name without enough history, or that never moves, is passed over and the next one is taken", () => {
    const young = levels[0]!.map((x, t) => (t < 40 ? Number.NaN : x));
    const halted = levels[1]!.map(() => 55);
    const history = historyOf([young, halted, levels[2]!, levels[3]!]);
    expect(weigh(signal.count(1).riskParity({ window: 60 }), values, { history })).toEqual([0, 0, 1, 0]);
    const none = historyOf([young, young, young, young]);
    expect(weigh(signal.minimumVariance({ window: 60 }), values, { history: none })).toEqual([0, 0, 0, 0]);
  });

  test("mean-variance follows the signal as the risk aversion falls, and its cap leaves the rest in cash", () => {
    const history = historyOf(levels);
    const bold = signal.meanVariance({ window: 60, riskAversion: 1e-6 });
    expect(weigh(bold, values, { history })).toEqual([1, 0, 0, 0]);
    const capped = signal.meanVariance({ window: 60, riskAversion: 1e-6, maximumWeight: 0.2 });
    expect(weigh(capped, values, { history })).toEqual([0.2, 0.2, 0.2, 0.2]);
    const short = weigh(
      signal.meanVariance({ window: 60, riskAversion: 1e-6, isShortAllowed: true }),
      values,
      { history },
    );
    expect(short).toEqual([1, 1, 0, -1]);
    // On the short side the signal counts the other way: the lowest of the two is sold.
    const both = weigh(signal.longShort(50).meanVariance({ window: 60, riskAversion: 1e-6 }), values, {
      history,
    });
    expect(both).toEqual([0.5, 0, 0, -0.5]);
  });

  test("missing history, a history of the wrong length and too many names are named errors", () => {
    expect(() => weigh(signal.riskParity(), values)).toThrow(
      "the split risk-parity needs the history of total returns",
    );
    expect(() => weigh(signal.riskParity(), values, { history: () => new Float64Array(3) })).toThrow(
      "history must give 253 sessions, gave 3",
    );
    const shared = historyOf([levels[0]!]);
    const many = new Array(1_001).fill(1);
    expect(() => weigh(signal.riskParity({ window: 60 }), many, { history: () => shared(0, 61) })).toThrow(
      "the split risk-parity takes at most 1000 names, had 1001: choose fewer",
    );
    // Two returns of three names: every pair of them is collinear.
    const thin = signal.minimumVariance({ window: 2, shrinkage: "none" });
    expect(() => weigh(thin, [3, 2, 1], { history: historyOf(levels) })).toThrow(
      expect.objectContaining({
        code: "zero-variance",
        details: { reason: "singular-covariance", names: 3 },
      }),
    );
  });
});

test("constraints of a rule are applied, and the report says which bound", () => {
  const rule = signal.top(50).equal().constrain({ maximumWeight: 0.4, maximumTurnover: 0.2 });
  const current = Float64Array.of(0, 0, 0, 1);
  const explained = explainWeightRule(rule, Float64Array.of(4, 3, 2, 1), orderOf(4), { current });
  expect(explained.binding.map(({ constraint }) => constraint)).toEqual(["maximumWeight", "maximumTurnover"]);
  expect(explained.unmet).toEqual(["maximumWeight"]);
  expect(() => weigh(rule, [4, 3, 2, 1])).toThrow("maximumTurnover needs current weights");
});

test("the bits of the weights are the same on every machine", () => {
  const history = historyOf(levelsOf(createReturns(11, 5, 80)));
  const values = [0.001, -0.0005, 0.002, 0.0015, 0.0002];
  const window = { window: 80 };
  const rules = [
    signal.riskParity(window),
    signal.minimumVariance({ ...window, maximumWeight: 0.35 }),
    signal.meanVariance({ ...window, riskAversion: 8, shrinkage: "identity" }),
  ];
  expect(rules.map((rule) => weigh(rule, values, { history }))).toEqual([
    [0.2139478055133546, 0.09172215464929896, 0.29137516708283584, 0.11389094044004518, 0.2890639323144655],
    [0.30000000000000004, 0, 0.35, 0, 0.35],
    [0.1812044039097959, 0, 0.6625660329250054, 0, 0.1562295631651987],
  ]);
});

const choices = ["all", "top", "bottom", "longShort"] as const;
const splits: readonly ((choice: ReturnType<typeof signal.all>) => WeightRule)[] = [
  (c) => c.equal(),
  (c) => c.proportional(),
  (c) => c.rankProportional(),
  (c) => c.inverseVolatility({ window: 30 }),
  (c) => c.minimumVariance({ window: 30 }),
  (c) => c.minimumVariance({ window: 30, shrinkage: "identity", maximumWeight: 0.3 }),
  (c) => c.meanVariance({ window: 30, riskAversion: 5 }),
  (c) => c.riskParity({ window: 30 }),
];
const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  names: fc.integer({ min: 1, max: 12 }),
  percent: fc.integer({ min: 1, max: 50 }),
  choice: fc.constantFrom(...choices),
  split: fc.nat({ max: splits.length - 1 }),
});

function draw({
  seed,
  names,
  percent,
  choice,
  split,
}: typeof worlds extends fc.Arbitrary<infer T> ? T : never) {
  const random = createRandom(seed);
  const values = Float64Array.from({ length: names }, () =>
    random.uniform() < 0.2 ? Number.NaN : Math.round(10 * random.normal()) / 1_000,
  );
  const levels = levelsOf(createReturns(seed + 1, names, 30));
  const selection = choice === "all" ? signal.all() : signal[choice](percent);
  return { values, levels, rule: splits[split]!(selection), random };
}

test("the order of instruments in the panel does not matter, to the bit, for every choice and split", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { values, levels, rule, random } = draw(world);
      const n = values.length;
      const place = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = random.integer(i + 1);
        [place[i], place[j]] = [place[j]!, place[i]!];
      }
      const movedValues = new Float64Array(n);
      const movedLevels = new Array<Float64Array>(n);
      place.forEach((to, i) => {
        movedValues[to] = values[i]!;
        movedLevels[to] = levels[i]!;
      });
      const first = applyWeightRule(rule, values, orderOf(n), { history: historyOf(levels) });
      const moved = applyWeightRule(rule, movedValues, Int32Array.from(place), {
        history: historyOf(movedLevels),
      });
      expect(place.map((to) => moved[to])).toEqual(Array.from(first));
    }),
    { numRuns: 800, seed: 81 },
  );
});

test("weights are finite, sum to 1 long-only (or nothing, or what the cap allows) and to 0 long-short", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { values, levels, rule } = draw(world);
      const weights = applyWeightRule(rule, values, orderOf(values.length), { history: historyOf(levels) });
      const net = weights.reduce((a, b) => a + b, 0);
      const gross = weights.reduce((a, b) => a + Math.abs(b), 0);
      expect(weights.every((w, i) => Number.isFinite(w) && (w === 0 || !Number.isNaN(values[i])))).toBe(true);
      const held = weights.filter((w) => w !== 0).length;
      const cap = "maximumWeight" in rule ? rule.maximumWeight : 1;
      if (held === 0) return;
      if (rule.select === "long-short") {
        expect(Math.abs(net)).toBeLessThan(1e-12);
        expect(gross).toBeLessThanOrEqual(1 + 1e-12);
        // A cap leaves cash on both sides; without one the gross is all of 1.
        if (cap === 1) expect(gross).toBeGreaterThan(1 - 1e-12);
      } else {
        expect(net).toBeLessThanOrEqual(1 + 1e-12);
        expect(net).toBeGreaterThan(Math.min(1, held * cap) - 1e-12);
        expect(weights.every((w) => w >= 0)).toBe(true);
      }
    }),
    { numRuns: 800, seed: 82 },
  );
});

test("doubling the signal changes no weight of a split that does not read it as a return", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { values, levels, rule } = draw(world);
      if (rule.split === "mean-variance") return;
      const history = historyOf(levels);
      const doubled = values.map((x) => 2 * x);
      const order = orderOf(values.length);
      expect(applyWeightRule(rule, doubled, order, { history })).toEqual(
        applyWeightRule(rule, values, order, { history }),
      );
    }),
    { numRuns: 400, seed: 83 },
  );
});
