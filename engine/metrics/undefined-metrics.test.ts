import { expect, test } from "vitest";
import type { Result } from "../contract/result.ts";
import { alpha } from "./alpha.ts";
import { beta } from "./beta.ts";
import { cagr } from "./cagr.ts";
import { calmar } from "./calmar.ts";
import { rawKurtosis, skewness } from "./higher-moments.ts";
import { hitRate } from "./hit-rate.ts";
import { informationRatio } from "./information-ratio.ts";
import { omega } from "./omega.ts";
import { simpleReturns } from "./returns.ts";
import { sharpe } from "./sharpe.ts";
import { sortino } from "./sortino.ts";
import { trackingError } from "./tracking-error.ts";
import { volatility } from "./volatility.ts";

const none = new Float64Array(0);
const flat = new Float64Array(5).fill(0.1);
const codeOf = (result: Result<number>) => (result.ok ? result.value : result.error.code);

test.each([
  ["growth of nothing", cagr(none)],
  ["volatility of one return", volatility(Float64Array.of(0.1))],
  ["Sharpe of one return", sharpe(Float64Array.of(0.1))],
  ["Sharpe of missing returns", sharpe(new Float64Array(4).fill(Number.NaN))],
  ["skewness of two returns", skewness(Float64Array.of(0.1, 0.2))],
  ["kurtosis of three returns", rawKurtosis(Float64Array.of(0.1, 0.2, 0.3))],
  ["hit rate of nothing", hitRate(none)],
])("%s is undefined for want of observations", (_, result) => {
  expect(codeOf(result)).toBe("too-few-observations");
});

test.each([
  ["Sharpe of equal returns", sharpe(flat)],
  ["Sortino without a loss", sortino(flat)],
  ["Calmar without a drawdown", calmar(flat)],
  ["omega without a loss", omega(flat)],
  ["skewness of equal returns", skewness(flat)],
  ["beta to a benchmark that never moves", beta(Float64Array.of(0.1, 0.2, 0.3), flat.subarray(0, 3))],
  ["alpha to a benchmark that never moves", alpha(Float64Array.of(0.1, 0.2, 0.3), flat.subarray(0, 3))],
])("%s is undefined, not infinite", (_, result) => {
  expect(codeOf(result)).toBe("zero-variance");
});

/** A constant but for the rounding of the arithmetic that made it. */
const nearly = simpleReturns(Float64Array.from({ length: 50 }, (_, t) => 1e8 * 1.001 ** t));
const minute = simpleReturns(Float64Array.from({ length: 50 }, (_, t) => 100 * 1.00001 ** t));
const moving = Float64Array.from({ length: 49 }, (_, t) => ((t * 37) % 23) / 1_000);
const ahead = moving.map((x) => x + 0.0001);
const large = moving.map((x) => x * 1_000);

test.each([
  ["Sharpe", sharpe(nearly)],
  ["Sharpe of a minute rate", sharpe(minute)],
  ["skewness", skewness(nearly)],
  ["kurtosis", rawKurtosis(minute)],
  ["beta", beta(moving, nearly)],
  ["alpha", alpha(moving, nearly)],
  ["Sortino", sortino(nearly, 252, nearly[0]!)],
  ["omega", omega(nearly, nearly[0]!)],
  ["information ratio of a constant lead", informationRatio(ahead, moving)],
  [
    "information ratio of a constant lead over large returns",
    informationRatio(
      large.map((x) => x + 0.1),
      large,
    ),
  ],
])("%s of a spread that is only rounding is undefined, not astronomical", (_, result) => {
  expect(codeOf(result)).toBe("zero-variance");
});

test("volatility and tracking error of a spread that is only rounding are exactly zero", () => {
  expect([codeOf(volatility(nearly)), codeOf(trackingError(ahead, moving))]).toEqual([0, 0]);
});

test("a spread that is small but real keeps its metrics", () => {
  const small = Float64Array.from({ length: 49 }, (_, t) => 1e-6 + 1e-9 * (t % 2));
  expect(codeOf(sharpe(small))).toBeGreaterThan(1_000);
});

test("beta and alpha of twice the benchmark are 2 and 0", () => {
  const b = Float64Array.of(0.01, -0.02, 0.015, 0.003);
  expect(
    codeOf(
      beta(
        b.map((x) => 2 * x),
        b,
      ),
    ),
  ).toBeCloseTo(2, 12);
  expect(
    codeOf(
      alpha(
        b.map((x) => 2 * x),
        b,
      ),
    ),
  ).toBeCloseTo(0, 12);
});
