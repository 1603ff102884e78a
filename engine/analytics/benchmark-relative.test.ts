import { expect, test } from "vitest";
import { beta } from "../metrics/beta.ts";
import { informationRatio } from "../metrics/information-ratio.ts";
import { benchmarkRelative } from "./benchmark-relative.ts";

const benchmark = Float64Array.of(0.02, -0.01, Number.NaN, 0.03, -0.02, 0.01);
const returns = Float64Array.of(0.03, -0.02, 0.5, 0.05, -0.01, Number.NaN);

test("the set holds each figure as its own function gives it, by the conventions given", () => {
  const set = benchmarkRelative(returns, benchmark, { periodsPerYear: 12, riskFree: 0.001 });
  expect(set.beta).toEqual(beta(returns, benchmark));
  expect(set.informationRatio).toEqual(informationRatio(returns, benchmark, 12));
  expect(Object.values(set).every((figure) => figure.ok)).toBe(true);
  expect(set.battingAverage).toEqual({ ok: true, value: 0.75 });
  expect(set).not.toEqual(benchmarkRelative(returns, benchmark, { periodsPerYear: 12 }));
  expect(set).not.toEqual(benchmarkRelative(returns, benchmark, { riskFree: 0.001 }));
});

test("each figure has its own reason when it is undefined, and a mismatch is named in all of them", () => {
  const rising = benchmarkRelative(Float64Array.of(0.01, 0.02), Float64Array.of(0.01, 0.03));
  expect(rising.downCapture).toMatchObject({ ok: false, error: { code: "too-few-observations" } });
  expect(rising.upCapture.ok).toBe(true);
  for (const figure of Object.values(benchmarkRelative(returns, benchmark.subarray(1))))
    expect(figure).toMatchObject({ ok: false, error: { code: "bad-argument" } });
});
