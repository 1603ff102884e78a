import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../rng/random.ts";
import { unwrap } from "../testing/strategies.ts";
import { overfittingProbability } from "./overfitting-probability.ts";

const noise = (seed: number, trials: number, periods: number, drift = 0) => {
  const random = createRandom(seed);
  return Array.from({ length: trials }, (_, k) =>
    Float64Array.from({ length: periods }, () => random.normal() / 100 + (k === 0 ? drift : 0)),
  );
};

/**
 * The procedure as the paper tells it, on the returns themselves, choices of blocks by their bit patterns.
 */
function naively(trials: Float64Array[], blocks: number) {
  const size = Math.floor(trials[0]!.length / blocks);
  const sharpe = (x: number[]) => {
    const m = x.reduce((s, v) => s + v, 0) / x.length;
    return m / Math.sqrt(x.reduce((s, v) => s + (v - m) ** 2, 0) / (x.length - 1));
  };
  const byChoice = new Map<string, number>();
  for (let mask = 0; mask < 2 ** blocks; mask++) {
    const chosen = Array.from({ length: blocks }, (_, s) => s).filter((s) => (mask >> s) % 2 === 1);
    if (chosen.length !== blocks / 2) continue;
    const half = (x: Float64Array, isIn: boolean) =>
      Array.from(x.slice(x.length - size * blocks)).filter(
        (_, t) => chosen.includes(Math.floor(t / size)) === isIn,
      );
    const inSample = trials.map((x) => sharpe(half(x, true)));
    const outside = trials.map((x) => sharpe(half(x, false)));
    const best = inSample.indexOf(Math.max(...inSample));
    const rank = [...outside].sort((a, b) => a - b).indexOf(outside[best]!) + 1;
    byChoice.set(chosen.join(), Math.log(rank / (trials.length + 1) / (1 - rank / (trials.length + 1))));
  }
  // Joined block numbers sort in the order of the choices as long as they have one digit.
  const logits = [...byChoice].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, λ]) => λ);
  return { logits, probability: logits.filter((λ) => λ <= 0).length / logits.length };
}

test("every logit and the probability equal the procedure done on the returns themselves", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(2, 4, 6, 8),
      fc.integer({ min: 2, max: 7 }),
      fc.integer({ min: 16, max: 40 }),
      (seed, blocks, count, periods) => {
        const trials = noise(seed, count, periods);
        const found = unwrap(overfittingProbability(trials, blocks));
        const plain = naively(trials, blocks);
        expect(found.logits.length).toBe(plain.logits.length);
        plain.logits.forEach((λ, k) => {
          expect(found.logits[k]).toBeCloseTo(λ, 12);
        });
        expect(found.probability).toBe(plain.probability);
      },
    ),
    { numRuns: 60, seed: 16 },
  );
});

test("sixteen blocks have 12,870 splits", () => {
  const found = unwrap(overfittingProbability(noise(5, 4, 100)));
  expect(found.logits.length).toBe(12_870);
  expect(found.periods).toBe(96);
});

test("the oldest periods, which fill no block, are dropped", () => {
  const trials = noise(5, 4, 50);
  const spoilt = (at: number) => trials.map((x) => x.map((r, t) => (t === at ? r * 50 : r)));
  expect(unwrap(overfittingProbability(trials, 6)).periods).toBe(48);
  expect(overfittingProbability(spoilt(1), 6)).toEqual(overfittingProbability(trials, 6));
  expect(overfittingProbability(spoilt(2), 6)).not.toEqual(overfittingProbability(trials, 6));
});

test("the best of noise is overfitted about half the time, and a trial with skill is not", () => {
  // Mean of 20 experiments; each is within a few tenths of one half.
  const ofNoise = Array.from({ length: 20 }, (_, k) =>
    unwrap(overfittingProbability(noise(100 + k, 20, 240), 8)),
  );
  const mean = ofNoise.reduce((s, { probability }) => s + probability, 0) / 20;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.15);
  const withSkill = unwrap(overfittingProbability(noise(7, 20, 240, 0.01), 8));
  expect(withSkill.probability).toBe(0);
  expect(withSkill.probabilityOfLoss).toBe(0);
  expect(withSkill.best.every((trial) => trial === 0)).toBe(true);
  expect(withSkill.inSample.every((sharpe, k) => sharpe > 0.5 && withSkill.outOfSample[k]! > 0.5)).toBe(true);
});

test("equal trials share a middle rank, which counts as overfitted, and the first stands for them", () => {
  const one = noise(3, 1, 32)[0]!;
  const found = unwrap(overfittingProbability([one, one.slice(), one.slice()], 4));
  expect(found.probability).toBe(1);
  expect(Array.from(found.logits)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(found.best.every((trial) => trial === 0)).toBe(true);
});

const good = noise(1, 3, 64);
const withValue = (value: number) => [good[0]!, good[1]!.map((x, t) => (t === 9 ? value : x))];
test.each([
  ["one trial", [good[0]!], 16, "too-few-observations"],
  ["no trials", [], 16, "too-few-observations"],
  ["one period a block", good.map((x) => x.subarray(0, 31)), 16, "too-few-observations"],
  ["an odd number of blocks", good, 5, "bad-argument"],
  ["no blocks", good, 0, "bad-argument"],
  ["too many blocks", good, 22, "bad-argument"],
  ["blocks that are no number", good, Number.NaN, "bad-argument"],
  ["unequal lengths", [good[0]!, good[1]!.subarray(1)], 16, "bad-argument"],
  ["a missing return", withValue(Number.NaN), 16, "bad-argument"],
  ["an infinite return", withValue(Number.POSITIVE_INFINITY), 16, "bad-argument"],
  ["a trial that never traded", [good[0]!, new Float64Array(64)], 16, "zero-variance"],
  [
    "a trial that is idle for half the time",
    [good[0]!, good[1]!.map((x, t) => (t < 32 ? 0.001 : x))],
    2,
    "zero-variance",
  ],
] as const)("%s is refused by name", (_, trials, blocks, code) => {
  expect(overfittingProbability(trials, blocks)).toMatchObject({ ok: false, error: { code } });
});
