import { describe, expect, test } from "vitest";
import { ArgumentError } from "../argument-error.ts";
import type { Result } from "../contract/result.ts";
import { activeReturn } from "./active-return.ts";
import { alpha } from "./alpha.ts";
import { battingAverage } from "./batting-average.ts";
import { beta } from "./beta.ts";
import { cagr } from "./cagr.ts";
import { calmar } from "./calmar.ts";
import { downCapture, upCapture } from "./capture.ts";
import { conditionalValueAtRisk } from "./conditional-value-at-risk.ts";
import { correlation } from "./correlation.ts";
import { deflatedSharpe } from "./deflated-sharpe.ts";
import { downsideDeviation } from "./downside-deviation.ts";
import { drawdownSeries } from "./drawdown-series.ts";
import { drawdownTable } from "./drawdown-table.ts";
import { expectancy } from "./expectancy.ts";
import { expectedMaxSharpe } from "./expected-max-sharpe.ts";
import { averageExposure, exposure } from "./exposure.ts";
import { bestPeriod, worstPeriod } from "./extremes.ts";
import { herfindahl } from "./herfindahl.ts";
import { rawKurtosis, skewness } from "./higher-moments.ts";
import { hitRate } from "./hit-rate.ts";
import { informationRatio } from "./information-ratio.ts";
import { maxDrawdown } from "./max-drawdown.ts";
import { minimumTrackRecord } from "./minimum-track-record.ts";
import { monthlyReturns } from "./monthly-returns.ts";
import { omega } from "./omega.ts";
import { payoff } from "./payoff.ts";
import { probabilisticSharpe } from "./probabilistic-sharpe.ts";
import { profitFactor } from "./profit-factor.ts";
import { simpleReturns } from "./returns.ts";
import { sharpe } from "./sharpe.ts";
import { sharpeSample } from "./sharpe-sample.ts";
import { sortino } from "./sortino.ts";
import { stability } from "./stability.ts";
import { tailRatio } from "./tail-ratio.ts";
import { totalReturn } from "./total-return.ts";
import { trackingError } from "./tracking-error.ts";
import { turnover } from "./turnover.ts";
import { valueAtRisk } from "./value-at-risk.ts";
import { volatility } from "./volatility.ts";

const codeOf = (result: Result<unknown>) => (result.ok ? JSON.stringify(result.value) : result.error.code);
const of = (...values: number[]) => Float64Array.from(values);
const NAN = Number.NaN;
const INF = Number.POSITIVE_INFINITY;
const plain = of(0.01, -0.02, 0.03, -0.01, 0.02);

type OfOne = readonly [string, (returns: Float64Array) => Result<unknown>];
type OfTwo = readonly [string, (returns: Float64Array, benchmark: Float64Array) => Result<unknown>];
const ofOne: readonly OfOne[] = [
  ["total return", totalReturn],
  ["annual growth", cagr],
  ["volatility", volatility],
  ["Sharpe", sharpe],
  ["sample of the Sharpe ratio", sharpeSample],
  ["max drawdown", maxDrawdown],
  ["Calmar", calmar],
  ["downside deviation", downsideDeviation],
  ["Sortino", sortino],
  ["omega", omega],
  ["value at risk", valueAtRisk],
  ["conditional value at risk", conditionalValueAtRisk],
  ["tail ratio", tailRatio],
  ["skewness", skewness],
  ["kurtosis", rawKurtosis],
  ["stability", stability],
  ["best period", bestPeriod],
  ["worst period", worstPeriod],
  ["hit rate", hitRate],
  ["payoff", payoff],
  ["profit factor", profitFactor],
  ["expectancy", expectancy],
  ["exposure", exposure],
  ["average exposure", averageExposure],
  ["concentration", herfindahl],
];
const ofTwo: readonly OfTwo[] = [
  ["alpha", alpha],
  ["beta", beta],
  ["tracking error", trackingError],
  ["information ratio", informationRatio],
  ["correlation", correlation],
  ["active return", activeReturn],
  ["batting average", battingAverage],
  ["up capture", upCapture],
  ["down capture", downCapture],
  ["Sharpe over a series", (r, b) => sharpe(r, 252, b)],
];

describe.each(ofOne)("%s", (_, metric) => {
  test("of nothing, or of missing values only, has too few observations", () => {
    expect(codeOf(metric(of()))).toBe("too-few-observations");
    expect(codeOf(metric(of(NAN, NAN, NAN)))).toBe("too-few-observations");
  });
  test("of an infinite value is a bad argument", () => {
    expect(codeOf(metric(of(0.1, -0.2, INF, 0.1, -0.1)))).toBe("bad-argument");
    expect(codeOf(metric(of(0.1, -0.2, -INF, 0.1, -0.1)))).toBe("bad-argument");
  });
  test("is never NaN or infinite, whatever its input", () => {
    for (const x of [1e308, -1e308, 5e-324, 1e-160, -1, -2, 0])
      for (const returns of [
        of(x),
        of(x, x),
        of(x, 0.1, -0.1, 0.2, x),
        of(-x, x, x, 0, 1),
        plain.map((r) => r * x),
      ])
        expect(codeOf(metric(returns))).not.toMatch(/null/);
  });
});

describe.each(ofTwo)("%s", (_, metric) => {
  test("of series of unequal length or with an infinite value is a bad argument", () => {
    expect(codeOf(metric(plain, plain.subarray(1)))).toBe("bad-argument");
    expect(codeOf(metric(plain, of(0.1, 0.2, INF, 0.3, 0.4)))).toBe("bad-argument");
    expect(codeOf(metric(of(0.1, 0.2, INF, 0.3, 0.4), plain))).toBe("bad-argument");
  });
  test("of series that are never there together has too few observations", () => {
    expect(codeOf(metric(of(), of()))).toBe("too-few-observations");
    expect(codeOf(metric(of(0.1, NAN, 0.2, NAN), of(NAN, 0.1, NAN, 0.2)))).toBe("too-few-observations");
  });
  test("is never NaN or infinite, whatever its input", () => {
    for (const x of [1e308, -1e308, 5e-324, 1e-160, -1, -2, 0])
      for (const returns of [of(x, x, x, x, x), of(x, 0.1, -0.1, 0.2, x), plain.map((r) => r * x)]) {
        expect(codeOf(metric(returns, plain))).not.toMatch(/null/);
        expect(codeOf(metric(plain, returns))).not.toMatch(/null/);
      }
  });
});

const sample = { sharpe: 0.1, n: 100, skewness: 0, rawKurtosis: 3 };
test.each([
  ["an annualisation factor of 0", sharpe(plain, 0)],
  ["a negative annualisation factor", cagr(plain, -252)],
  ["an annualisation factor that is no number", volatility(plain, NAN)],
  ["an infinite annualisation factor", trackingError(plain, plain, INF)],
  [
    "a risk-free return that is no number",
    alpha(
      plain,
      plain.map((x) => x * x),
      252,
      NAN,
    ),
  ],
  ["an infinite minimum return", sortino(plain, 252, INF)],
  ["a threshold that is no number", omega(plain, NAN)],
  ["a cutoff above 1", valueAtRisk(plain, 1.1)],
  ["a negative cutoff", conditionalValueAtRisk(plain, -0.1)],
  ["a tail beyond the middle", tailRatio(plain, 0.5)],
  ["a reference that is no number", probabilisticSharpe(sample, NAN)],
  ["an infinite skewness", probabilisticSharpe({ ...sample, skewness: INF })],
  ["a negative variance of trials", deflatedSharpe(sample, 10, -1)],
  ["a variance of trials that is no number", deflatedSharpe(sample, 10, NAN)],
  ["one trial", expectedMaxSharpe(1)],
  ["endlessly many trials", expectedMaxSharpe(INF)],
  ["a Sharpe ratio at its reference", minimumTrackRecord(sample, 0.1)],
  ["a certainty", minimumTrackRecord(sample, 0, 1)],
  ["traded values without end", turnover(of(INF), of(100, 101), 1)],
])("%s is a bad argument", (_, result) => {
  expect(codeOf(result)).toBe("bad-argument");
});

test.each([
  ["annual growth after losing more than everything", cagr(of(0.1, -1.5))],
  ["total return after losing more than everything twice", totalReturn(of(-3, -3))],
  ["max drawdown after losing more than everything", maxDrawdown(of(0.1, -1.5))],
  ["up capture of more than everything", upCapture(of(-2, 0.1), of(0.1, 0.1))],
  ["stability after losing everything", stability(of(0.1, -1, 0.1))],
  ["turnover on a book that is worth nothing", turnover(of(100), of(0, 0), 1)],
])("%s is ruin", (_, result) => {
  expect(codeOf(result)).toBe("ruin");
});

test("what needs gains and losses says which it has not", () => {
  expect(codeOf(payoff(of(1, 2)))).toBe("too-few-observations");
  expect(codeOf(payoff(of(-1, -2)))).toBe("too-few-observations");
  expect(codeOf(payoff(of(4, -2, 0)))).toBe("2");
  expect(codeOf(profitFactor(of(1, 2)))).toBe("zero-variance");
  expect(codeOf(profitFactor(of(-1, -2)))).toBe("0");
  expect(codeOf(upCapture(plain, of(-1, 0, -0.5, 0, -0.1)))).toBe("too-few-observations");
  expect(codeOf(downCapture(plain, of(1, 0, 0.5, 0, 0.1)))).toBe("too-few-observations");
  expect(codeOf(herfindahl(of(0, 0)))).toBe("too-few-observations");
  expect(codeOf(correlation(plain, of(1, 1, 1, 1, 1)))).toBe("zero-variance");
});

test("the sample of a Sharpe ratio does not count missing returns", () => {
  const withGaps = of(NAN, ...plain, NAN);
  expect(sharpeSample(withGaps)).toEqual(sharpeSample(plain));
  expect(sharpeSample(withGaps)).toMatchObject({ ok: true, value: { n: 5 } });
});

test("tables and series of levels pass over missing ones and refuse what is not a level", () => {
  const dates = Int32Array.of(18_000, 18_001, 18_002, 18_003, 18_004);
  const gappy = of(NAN, 10, NAN, 8, 12);
  expect(Array.from(drawdownSeries(gappy))).toEqual([NAN, 0, NAN, 8 / 10 - 1, 0]);
  expect(drawdownTable(dates, gappy)).toEqual([
    { peak: 18_001, trough: 18_003, recovery: 18_004, depth: 8 / 10 - 1, sessions: 3 },
  ]);
  expect(monthlyReturns(dates, gappy)[0]!.total).toBe(12 / 10 - 1);
  expect(drawdownTable(dates, of(NAN, NAN, NAN, NAN, NAN))).toEqual([]);
  expect(monthlyReturns(Int32Array.of(), of())).toEqual([]);
  for (const levels of [of(1, 2, 3), of(1, 2, 0, 3, 4), of(1, 2, -1, 3, 4), of(1, 2, INF, 3, 4)]) {
    expect(() => drawdownTable(dates, levels)).toThrow(ArgumentError);
    expect(() => monthlyReturns(dates, levels)).toThrow(ArgumentError);
  }
  expect(() => simpleReturns(of(1, 0, 1))).toThrow("level 1 was 0");
  expect(Array.from(simpleReturns(of(1, NAN, 2, 3)))).toEqual([NAN, NAN, 0.5]);
});
