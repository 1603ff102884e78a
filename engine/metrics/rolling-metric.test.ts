import { expect, test } from "vitest";
import { createRandom } from "../rng/random.ts";
import { unwrap } from "../testing/strategies.ts";
import { beta } from "./beta.ts";
import { rollingMetric } from "./rolling-metric.ts";
import { sharpe } from "./sharpe.ts";

const random = createRandom(3);
const returns = Float64Array.from({ length: 60 }, () => random.normal() / 100);
const benchmark = Float64Array.from({ length: 60 }, () => random.normal() / 100);

test("each value is the metric of the window that ends there, and sees nothing after it", () => {
  const rolling = unwrap(rollingMetric([returns, benchmark], 20, (r, b) => beta(r, b)));
  expect(rolling.at).toEqual(Int32Array.from({ length: 41 }, (_, k) => k + 19));
  rolling.at.forEach((end, k) => {
    const from = end - 19;
    const value = unwrap(beta(returns.slice(from, end + 1), benchmark.slice(from, end + 1)));
    expect(rolling.value[k]).toBe(value);
  });
  const later = returns.map((r, t) => (t > 30 ? r * 10 : r));
  const perturbed = unwrap(rollingMetric([later, benchmark], 20, (r, b) => beta(r, b)));
  expect(perturbed.value.subarray(0, 12)).toEqual(rolling.value.subarray(0, 12));
  expect(perturbed.value[12]).not.toBe(rolling.value[12]);
});

test("windows in which the metric is undefined are left out and counted", () => {
  const idle = returns.map((r, t) => (t < 25 ? 0 : r));
  const rolling = unwrap(rollingMetric([idle], 20, (r) => sharpe(r)));
  expect(rolling.undefinedWindows).toBe(6);
  expect(rolling.at[0]).toBe(25);
  expect(rolling.at.length).toBe(35);
});

test("a metric that no window defines fails as the metric does", () => {
  const result = rollingMetric([new Float64Array(60)], 20, (r) => sharpe(r));
  expect(result).toMatchObject({ ok: false, error: { code: "zero-variance" } });
});

test.each([
  [0, [returns], "bad-argument"],
  [2.5, [returns], "bad-argument"],
  [Number.NaN, [returns], "bad-argument"],
  [20, [returns, benchmark.subarray(1)], "bad-argument"],
  [61, [returns], "too-few-observations"],
  [5, [], "too-few-observations"],
] as const)("a window of %d over unfit series is refused by name", (window, series, code) => {
  const given: readonly Float64Array[] = series;
  expect(rollingMetric(given, window, (r) => sharpe(r!))).toMatchObject({ ok: false, error: { code } });
});
