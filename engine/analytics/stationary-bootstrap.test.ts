import { describe, expect, test } from "vitest";
import { fail, ok } from "../contract/result.ts";
import { beta } from "../metrics/beta.ts";
import { average } from "../metrics/returns.ts";
import { sharpe } from "../metrics/sharpe.ts";
import { createRandom } from "../rng/random.ts";
import { unwrap } from "../testing/strategies.ts";
import { blockLength } from "./block-length.ts";
import { stationaryBootstrap } from "./stationary-bootstrap.ts";

const mean = (x: Float64Array) => ok(average(x));
const random = createRandom(8);
const returns = Float64Array.from({ length: 400 }, () => random.normal() / 100 + 0.001);

/** x(t) = φ·x(t − 1) + u(t), u from the congruential generator of ANSI C. */
function autoregressive(phi: number, length = 500): Float64Array {
  let state = 12_345n;
  let last = 0;
  return Float64Array.from({ length }, () => {
    state = (state * 1_103_515_245n + 12_345n) % 2_147_483_648n;
    last = phi * last + (Number(state) / 2_147_483_648 - 0.5);
    return last;
  });
}

describe("the block length", () => {
  // optimal_block_length of arch 8.0.0 (NCSA licence), "stationary", on the series above.
  test.each([
    [0, 500, 1.2581190835185323],
    [0.5, 500, 9.444852408842142],
    [0.9, 500, 18.7361348496521],
    [-0.8, 500, 21.809486137591737],
    [0.99, 500, 34.96469184835845],
    [0.995, 120, 15.121187423747136],
    [0.97, 60, 7.04919026205624],
  ])("of an autoregression with φ = %d over %d periods is arch's", (phi, length, expected) => {
    expect(unwrap(blockLength(autoregressive(phi, length)))).toBeCloseTo(expected, 9);
  });

  test("stays between one period and a third of them, and does not depend on unit or level", () => {
    for (const n of [10, 12, 20, 60])
      for (const period of [2, 3, 4, 7]) {
        const found = unwrap(blockLength(Float64Array.from({ length: n }, (_, t) => t % period)));
        expect(found).toBeGreaterThanOrEqual(1);
        expect(found).toBeLessThanOrEqual(Math.ceil(Math.min(3 * Math.sqrt(n), n / 3)));
      }
    expect(unwrap(blockLength(Float64Array.from({ length: 10 }, (_, t) => t % 3)))).toBe(4);
    const x = autoregressive(0.5);
    expect(unwrap(blockLength(x.map((v) => 1_000 * v + 7)))).toBeCloseTo(unwrap(blockLength(x)), 9);
  });

  test.each([
    ["nine values", returns.subarray(0, 9), "too-few-observations"],
    ["nine values and a missing one", returns.slice(0, 10).fill(Number.NaN, 9), "too-few-observations"],
    ["equal values", new Float64Array(50).fill(0.01), "zero-variance"],
    ["an infinite value", returns.map((x, t) => (t === 1 ? 1 / 0 : x)), "bad-argument"],
  ] as const)("of %s is refused by name", (_, values, code) => {
    expect(blockLength(values)).toMatchObject({ ok: false, error: { code } });
  });
});

describe("the stationary bootstrap", () => {
  test("joins blocks of geometric lengths that start anywhere and wrap round", () => {
    const n = 97;
    const rows = Float64Array.from({ length: n }, (_, t) => t);
    const meanBlock = 5;
    const lengths = new Map<number, number>();
    const starts = new Float64Array(n);
    let steps = 0;
    let wraps = 0;
    const firsts = new Set<number>();
    const watch = (x: Float64Array) => {
      firsts.add(x[0]!);
      let length = 1;
      for (let t = 1; t < n; t++) {
        steps++;
        if (x[t] === (x[t - 1]! + 1) % n) {
          length++;
          if (x[t] === 0) wraps++;
        } else {
          lengths.set(length, (lengths.get(length) ?? 0) + 1);
          starts[x[t]!]!++;
          length = 1;
        }
      }
      return ok(x[0]!);
    };
    unwrap(stationaryBootstrap([rows], watch, { seed: 2, resamples: 2_000, meanBlock }));
    const blocks = [...lengths.values()].reduce((s, c) => s + c, 0);
    // A leap lands on the next row by chance once in n.
    expect(blocks / steps).toBeCloseTo((1 / meanBlock) * (1 - 1 / n), 2);
    for (const length of [1, 2, 3, 6])
      expect(lengths.get(length)! / blocks).toBeCloseTo(0.2 * 0.8 ** (length - 1), 1.7);
    const chiSquare = starts.reduce((s, count) => s + (count - blocks / n) ** 2 / (blocks / n), 0);
    // Three standard deviations of a χ² with n − 1 degrees of freedom.
    expect(chiSquare).toBeLessThan(n - 1 + 3 * Math.sqrt(2 * (n - 1)));
    expect(wraps).toBeGreaterThan(0);
    expect(firsts.size).toBe(n);
  });

  test("finds the standard error of a mean that Politis and Romano derive", () => {
    const x = autoregressive(0.5);
    const meanBlock = 8;
    const found = unwrap(stationaryBootstrap([x], mean, { seed: 3, resamples: 4_000, meanBlock }));
    // Lemma 1: Var = [C(0) + 2 Σ (1 − k/n)(1 − p)^k C(k)] / n, with circular autocovariances C.
    const n = x.length;
    const m = x.reduce((s, v) => s + v, 0) / n;
    let variance = 0;
    for (let k = 0; k < n; k++) {
      let covariance = 0;
      for (let t = 0; t < n; t++) covariance += ((x[t]! - m) * (x[(t + k) % n]! - m)) / n;
      variance += ((k === 0 ? 1 : 2 * (1 - k / n)) * (1 - 1 / meanBlock) ** k * covariance) / n;
    }
    expect(found.standardError / Math.sqrt(variance)).toBeGreaterThan(0.96);
    expect(found.standardError / Math.sqrt(variance)).toBeLessThan(1.04);
    // Blocks of one period would not see the dependence.
    const blind = unwrap(stationaryBootstrap([x], mean, { seed: 3, meanBlock: 1 }));
    expect(blind.standardError).toBeLessThan(0.75 * found.standardError);
  });

  test("gives the quantiles of what it resampled, or those mirrored at the estimate", () => {
    const given = { seed: 4, resamples: 400, confidence: 0.9, meanBlock: 3 };
    const found = unwrap(stationaryBootstrap([returns], (r) => sharpe(r), given));
    const sorted = Array.from(found.resampled).sort((a, b) => a - b);
    const at = (position: number) =>
      sorted[Math.floor(position)]! * (1 - (position % 1)) + sorted[Math.ceil(position)]! * (position % 1);
    expect(found.lower).toBeCloseTo(at(0.05 * 399), 10);
    expect(found.upper).toBeCloseTo(at(0.95 * 399), 10);
    expect(found.estimate).toBe(unwrap(sharpe(returns)));
    const basic = unwrap(stationaryBootstrap([returns], (r) => sharpe(r), { ...given, interval: "basic" }));
    expect(basic.lower).toBe(2 * found.estimate - found.upper);
    expect(basic.upper).toBe(2 * found.estimate - found.lower);
  });

  test("covers the true mean of independent returns about as often as it says", () => {
    const draw = createRandom(21);
    let covered = 0;
    for (let k = 0; k < 200; k++) {
      const x = Float64Array.from({ length: 80 }, () => draw.normal());
      const { lower, upper } = unwrap(
        stationaryBootstrap([x], mean, { seed: k, resamples: 200, confidence: 0.9, meanBlock: 1 }),
      );
      if (lower <= 0 && 0 <= upper) covered++;
    }
    // 90 % of 200, within three standard deviations.
    expect(Math.abs(covered - 180)).toBeLessThan(3 * Math.sqrt(200 * 0.9 * 0.1) + 1);
  });

  test("is the same for the same seed, another for another, and takes its block length from the series", () => {
    const run = (seed: number) => unwrap(stationaryBootstrap([returns], mean, { seed, resamples: 50 }));
    expect(run(1)).toEqual(run(1));
    expect(run(1).resampled).not.toEqual(run(2).resampled);
    expect(run(1).meanBlock).toBe(unwrap(blockLength(returns)));
  });

  test("resamples several series together, over the periods in which none is missing", () => {
    const twice = returns.map((r) => 2 * r);
    const withGap = twice.map((r, t) => (t % 50 === 0 ? Number.NaN : r));
    const found = unwrap(
      stationaryBootstrap([withGap, returns], (r, b) => beta(r, b), { seed: 5, resamples: 50 }),
    );
    for (const slope of found.resampled) expect(slope).toBeCloseTo(2, 12);
  });

  test("counts resamples without a value, and fails when they are many", () => {
    let calls = 0;
    const fragile = (every: number) => (x: Float64Array) =>
      calls++ % every === every - 1 ? fail("zero-variance", "now and then") : mean(x);
    const given = { seed: 6, resamples: 100, meanBlock: 2 };
    const found = unwrap(stationaryBootstrap([returns], fragile(20), given));
    expect(found.undefinedResamples).toBe(5);
    expect(found.resampled.length).toBe(95);
    calls = 0;
    expect(stationaryBootstrap([returns], fragile(5), given)).toMatchObject({
      ok: false,
      error: { code: "zero-variance" },
    });
  });

  test.each([
    ["nothing", [], {}, "too-few-observations"],
    ["one period", [returns.subarray(0, 1)], { meanBlock: 1 }, "too-few-observations"],
    ["too few periods for a block length", [returns.subarray(0, 5)], {}, "too-few-observations"],
    ["missing values only", [new Float64Array(9).fill(Number.NaN)], {}, "too-few-observations"],
    ["equal returns", [new Float64Array(50).fill(0.01)], {}, "zero-variance"],
    ["equal returns in blocks", [new Float64Array(50).fill(0.01)], { meanBlock: 2 }, "zero-variance"],
    ["unequal lengths", [returns, returns.subarray(1)], {}, "bad-argument"],
    ["an infinite return", [returns.map((x, t) => (t === 1 ? 1 / 0 : x))], {}, "bad-argument"],
    ["half a seed", [returns], { seed: 0.5 }, "bad-argument"],
    ["one resample", [returns], { resamples: 1 }, "bad-argument"],
    ["certainty", [returns], { confidence: 1 }, "bad-argument"],
    ["blocks of less than a period", [returns], { meanBlock: 0.5 }, "bad-argument"],
    ["endless blocks", [returns], { meanBlock: 1 / 0 }, "bad-argument"],
    ["blocks that are no number", [returns], { meanBlock: Number.NaN }, "bad-argument"],
  ] as const)("of %s is refused by name", (_, series, change, code) => {
    const given: readonly Float64Array[] = series;
    const result = stationaryBootstrap(given, (r) => sharpe(r!), { seed: 1, ...change });
    expect(result).toMatchObject({ ok: false, error: { code } });
  });
});
