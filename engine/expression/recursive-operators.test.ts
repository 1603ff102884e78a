import { describe, expect, test } from "vitest";
import { pow } from "../math/pow.ts";
import { createRandom } from "../rng/random.ts";
import { type Factor, fieldFactor } from "./factor.ts";
import type { WindowOperator } from "./operator.ts";

const x = fieldFactor("close");

/** Runs a factor of one operator over a series whose first session has this number. */
function run(factor: Factor, input: number[], firstSession = 4_321): Float64Array {
  const { run: fill, initialState } = factor.operator as WindowOperator;
  const output = new Float64Array(input.length);
  const cells = Float64Array.from(input);
  fill([cells], output, 0, input.length, firstSession, factor.parameters, initialState(factor.parameters));
  return output;
}

/** A random walk with some missing sessions. */
function walk(seed: number, length: number, missing: number): number[] {
  const random = createRandom(seed);
  let level = 100;
  return Array.from({ length }, () => {
    level += random.normal();
    return random.uniform() < missing ? Number.NaN : level;
  });
}

/** Σ of all present values by weight (1 − α)^age, over the sum of those weights: nothing is cut off. */
function endless(input: number[], alpha: number, t: number): number {
  let weighted = 0;
  let weights = 0;
  let weight = 1;
  for (let s = t; s >= 0; s--) {
    if (!Number.isNaN(input[s]!)) {
      weighted += weight * input[s]!;
      weights += weight;
    }
    weight *= 1 - alpha;
  }
  return weighted / weights;
}

describe.each([
  ["ema", x.ema(9), 2 / 10, 9],
  ["wilder", x.wilder(5), 1 / 5, 5],
  ["exponentialDecay", x.exponentialDecay(4), 1 - 1 / Math.sqrt(Math.sqrt(2)), 4],
] as const)("%s", (_, factor, alpha, n) => {
  test.each([0, 0.2])("is the mean by endless weights, with a share of %s missing", (missing) => {
    const input = walk(11, 700, missing);
    const output = run(factor, input);
    let seen = 0;
    for (let t = 0; t < input.length; t++) {
      if (!Number.isNaN(input[t]!)) seen++;
      if (Number.isNaN(input[t]!) || seen < n) expect(output[t]).toBeNaN();
      else expect(Math.abs(output[t]! / endless(input, alpha, t) - 1)).toBeLessThan(1e-13);
    }
  });

  test("of a constant series is that constant", () => {
    const output = run(factor, Array(300).fill(42.5));
    for (const value of output.subarray(n - 1)) expect(Math.abs(value / 42.5 - 1)).toBeLessThan(1e-15);
  });
});

describe("rsi", () => {
  /** Gains and losses by endless weights, as the two recursions would be without blocks. */
  const endlessRsi = (input: number[], n: number, t: number) => {
    let gains = 0;
    let losses = 0;
    let weight = 1;
    for (let s = t; s >= 1; s--) {
      const change = input[s]! - input[s - 1]!;
      if (change > 0) gains += weight * change;
      if (change < 0) losses -= weight * change;
      weight *= 1 - 1 / n;
    }
    return (100 * gains) / (gains + losses);
  };

  test.each([0, 0.15])("is 100·G / (G + L) by endless weights, with a share of %s missing", (missing) => {
    const input = walk(5, 1_500, missing);
    const output = run(x.rsi(14), input);
    let changes = 0;
    for (let t = 0; t < input.length; t++) {
      const isChange = t > 0 && !Number.isNaN(input[t]! - input[t - 1]!);
      if (isChange) changes++;
      if (!isChange || changes < 14) expect(output[t]).toBeNaN();
      else expect(Math.abs(output[t]! - endlessRsi(input, 14, t))).toBeLessThan(1e-11);
    }
  });

  test("meets Wilder's own recursion, seeded with simple means, as the seed fades", () => {
    const input = walk(6, 500, 0);
    const output = run(x.rsi(14), input);
    let gain = 0;
    let loss = 0;
    for (let t = 1; t < input.length; t++) {
      const change = input[t]! - input[t - 1]!;
      const [up, down] = [Math.max(change, 0), Math.max(-change, 0)];
      if (t <= 14) {
        gain += up / 14;
        loss += down / 14;
      } else {
        gain = (gain * 13 + up) / 14;
        loss = (loss * 13 + down) / 14;
      }
      const seeded = 100 - 100 / (1 + gain / loss);
      const far = Math.abs(output[t]! - seeded);
      if (t === 14) expect(far).toBeGreaterThan(1e-3);
      if (t >= 100) expect(far).toBeLessThan(0.2);
      if (t >= 250) expect(far).toBeLessThan(1e-5);
    }
  });

  test("is 100 when all rises, 0 when all falls, missing when nothing moves", () => {
    const steps = Array.from({ length: 40 }, (_, t) => t);
    expect(run(x.rsi(14), steps).at(-1)).toBe(100);
    expect(
      run(
        x.rsi(14),
        steps.map((t) => -t),
      ).at(-1),
    ).toBe(0);
    expect(run(x.rsi(14), Array(40).fill(7)).at(-1)).toBeNaN();
  });
});

test.each([
  ["ema", x.ema(4)],
  ["wilder", x.wilder(3)],
  ["exponentialDecay", x.exponentialDecay(2)],
  ["rsi", x.rsi(3)],
])("[P12] %s reads no further back than it declares, and as far as that", (_, factor) => {
  const { lookBack } = factor.operator as WindowOperator;
  const declared = lookBack(factor.parameters);
  const random = createRandom(3);
  const steps = Array.from({ length: 3 * declared }, () => random.normal());
  // Values that vanish: whatever weight is left to the oldest of a window, it shows.
  const input = steps.map((step, t) => step * pow(10, -t));
  const whole = run(factor, input);
  const differences = (rows: number) => {
    let count = 0;
    for (let t = rows; t < Math.min(input.length, 280); t++) {
      const cut = run(factor, input.slice(t - rows, t + 1), 4_321 + t - rows);
      if (!Object.is(cut[rows], whole[t])) count++;
    }
    return count;
  };
  expect(differences(declared)).toBe(0);
  expect(differences(Math.floor(declared / 2))).toBeGreaterThan(0);
});
