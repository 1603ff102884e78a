import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Result } from "../contract/result.ts";
import { unwrap } from "../testing/strategies.ts";
import { activeReturn } from "./active-return.ts";
import { alpha } from "./alpha.ts";
import { battingAverage } from "./batting-average.ts";
import { beta } from "./beta.ts";
import { cagr } from "./cagr.ts";
import { calmar } from "./calmar.ts";
import { downCapture, upCapture } from "./capture.ts";
import { conditionalValueAtRisk } from "./conditional-value-at-risk.ts";
import { correlation } from "./correlation.ts";
import { downsideDeviation } from "./downside-deviation.ts";
import { expectancy } from "./expectancy.ts";
import { expectedMaxSharpe } from "./expected-max-sharpe.ts";
import { bestPeriod, worstPeriod } from "./extremes.ts";
import { herfindahl } from "./herfindahl.ts";
import { rawKurtosis, skewness } from "./higher-moments.ts";
import { hitRate } from "./hit-rate.ts";
import { informationRatio } from "./information-ratio.ts";
import { maxDrawdown } from "./max-drawdown.ts";
import { minimumTrackRecord } from "./minimum-track-record.ts";
import { omega } from "./omega.ts";
import { payoff } from "./payoff.ts";
import { probabilisticSharpe } from "./probabilistic-sharpe.ts";
import { profitFactor } from "./profit-factor.ts";
import { sharpe } from "./sharpe.ts";
import { sharpeSample } from "./sharpe-sample.ts";
import { sortino } from "./sortino.ts";
import { stability } from "./stability.ts";
import { tailRatio } from "./tail-ratio.ts";
import { totalReturn } from "./total-return.ts";
import { trackingError } from "./tracking-error.ts";
import { valueAtRisk } from "./value-at-risk.ts";
import { volatility } from "./volatility.ts";

// Everything below is computed another way than the engine does: spreads from pairs of observations, growth
// from logarithms, moments from powers, quantiles by counting, the normal distribution by Simpson's rule.
const A = 252;
const rf = 0.0002;
const mar = 0.001;
const mean = (x: number[]) => [...x].sort((a, b) => b - a).reduce((s, v) => s + v, 0) / x.length;
const covariance = (x: number[], y: number[]) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) sum += (x[i]! - x[j]!) * (y[i]! - y[j]!);
  return sum / (x.length * (x.length - 1));
};
const deviation = (x: number[]) => Math.sqrt(covariance(x, x));
const yearly = (x: number[]) => Math.expm1(A * mean(x.map(Math.log1p)));
const less = (x: number[], y: number[]) => x.map((v, t) => v - y[t]!);
const deepest = (x: number[]) => {
  const wealth = x.map((_, t) => Math.exp(x.slice(0, t + 1).reduce((s, r) => s + Math.log1p(r), 0)));
  return Math.min(
    0,
    ...[1, ...wealth].flatMap((from, t, all) => all.slice(t + 1).map((to) => to / from - 1)),
  );
};
/** The k-th smallest is the one with k others below or, of equals, before it. */
const ranked = (x: number[], k: number) =>
  x.find((v, i) => x.filter((w, j) => w < v || (w === v && j < i)).length === k)!;
const quantile = (x: number[], share: number) => {
  const whole = Math.trunc(share * (x.length - 1));
  const part = share * (x.length - 1) - whole;
  return (1 - part) * ranked(x, whole) + (part === 0 ? 0 : part * ranked(x, whole + 1));
};
const power = (x: number[], k: number) => mean(x.map((v) => v ** k));
/** E[(x − m)³] and E[(x − m)⁴] from powers about the first value. */
const moments = (raw: number[]) => {
  const x = raw.map((v) => v - raw[0]!);
  const [m1, m2, m3, m4] = [power(x, 1), power(x, 2), power(x, 3), power(x, 4)];
  const second = m2 - m1 ** 2;
  return {
    skew: (m3 - 3 * m1 * m2 + 2 * m1 ** 3) / second ** 1.5,
    kurtosis: (m4 - 4 * m1 * m3 + 6 * m1 ** 2 * m2 - 3 * m1 ** 4) / second ** 2,
  };
};
const phi = (z: number) => {
  const n = 4_000;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    const weight = k === 0 || k === n ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-0.5 * ((z * k) / n) ** 2);
  }
  return 0.5 + ((z / n / 3) * sum) / Math.sqrt(2 * Math.PI);
};
const phiInverse = (p: number) => {
  let [low, high] = [-9, 9];
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    if (phi(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
const line = (y: number[]) => {
  const times = y.map((_, t) => t);
  return covariance(y, times) ** 2 / (covariance(y, y) * covariance(times, times));
};
const psrOf = (x: number[]) => {
  const ratio = (mean(x) - rf) / deviation(x);
  const { skew, kurtosis } = moments(x);
  return phi(
    (ratio * Math.sqrt(x.length - 1)) / Math.sqrt(1 - skew * ratio + ((kurtosis - 1) / 4) * ratio ** 2),
  );
};

type Ours = (r: Float64Array, b: Float64Array) => Result<number>;
type Theirs = (r: number[], b: number[]) => number;
const ofOne: readonly (readonly [string, Ours, Theirs])[] = [
  ["total return", totalReturn, (x) => Math.expm1(x.reduce((s, r) => s + Math.log1p(r), 0))],
  ["annual growth", (r) => cagr(r, A), yearly],
  ["volatility", (r) => volatility(r, A), (x) => deviation(x) * Math.sqrt(A)],
  ["Sharpe", (r) => sharpe(r, A, rf), (x) => ((mean(x) - rf) / deviation(x)) * Math.sqrt(A)],
  ["max drawdown", maxDrawdown, deepest],
  ["Calmar", (r) => calmar(r, A), (x) => yearly(x) / -deepest(x)],
  [
    "downside deviation",
    (r) => downsideDeviation(r, A, mar),
    (x) => Math.sqrt(A * mean(x.map((r) => (r < mar ? (mar - r) ** 2 : 0)))),
  ],
  [
    "Sortino",
    (r) => sortino(r, A, mar),
    (x) => (Math.sqrt(A) * (mean(x) - mar)) / Math.sqrt(mean(x.map((r) => (r < mar ? (mar - r) ** 2 : 0)))),
  ],
  [
    "omega",
    (r) => omega(r, mar),
    (x) => 1 + (x.length * (mean(x) - mar)) / x.reduce((s, r) => s + (r < mar ? mar - r : 0), 0),
  ],
  ["value at risk", (r) => valueAtRisk(r, 0.1), (x) => quantile(x, 0.1)],
  [
    "conditional value at risk",
    (r) => conditionalValueAtRisk(r, 0.1),
    (x) => mean(x.filter((r) => r <= quantile(x, 0.1) + 1e-15)),
  ],
  ["tail ratio", (r) => tailRatio(r, 0.1), (x) => Math.abs(quantile(x, 0.9) / quantile(x, 0.1))],
  ["skewness", skewness, (x) => moments(x).skew],
  ["raw kurtosis", rawKurtosis, (x) => moments(x).kurtosis],
  [
    "stability",
    stability,
    (x) => line(x.map((_, t) => x.slice(0, t + 1).reduce((s, r) => s + Math.log1p(r), 0))),
  ],
  ["best", bestPeriod, (x) => ranked(x, x.length - 1)],
  ["worst", worstPeriod, (x) => ranked(x, 0)],
  ["hit rate", hitRate, (x) => mean(x.map((r) => (Math.sign(r) + Math.abs(Math.sign(r))) / 2))],
  ["PSR", (r) => probabilisticSharpe(unwrap(sharpeSample(r, rf))), psrOf],
  [
    "payoff",
    payoff,
    (x) => {
      const [p, q] = [x.filter((v) => v > 0).length, x.filter((v) => v < 0).length];
      const size = x.reduce((s, v) => s + Math.abs(v), 0);
      const net = x.reduce((s, v) => s + v, 0);
      return ((size + net) / p / (size - net)) * q;
    },
  ],
  [
    "profit factor",
    profitFactor,
    (x) => {
      const net = x.reduce((s, v) => s + v, 0);
      const size = x.reduce((s, v) => s + Math.abs(v), 0);
      return (size + net) / (size - net);
    },
  ],
  [
    "expectancy",
    expectancy,
    (x) => {
      const [gains, losses] = [x.filter((v) => v > 0), x.filter((v) => v < 0)];
      return (gains.length / x.length) * mean(gains) + (losses.length / x.length) * mean(losses);
    },
  ],
  [
    "concentration",
    herfindahl,
    (x) => {
      const size = x.map(Math.abs);
      // n·Σw² = 1 + the squared coefficient of variation, with divisor n.
      const n = x.length;
      return (1 + (covariance(size, size) * (n - 1)) / n / mean(size) ** 2) / n;
    },
  ],
];
const ofTwo: readonly (readonly [string, Ours, Theirs])[] = [
  ["beta", beta, (x, y) => covariance(x, y) / covariance(y, y)],
  [
    "alpha",
    (r, b) => alpha(r, b, A, rf),
    (x, y) => {
      const slope = covariance(x, y) / covariance(y, y);
      return (1 + mean(x) - rf - slope * (mean(y) - rf)) ** A - 1;
    },
  ],
  ["tracking error", (r, b) => trackingError(r, b, A), (x, y) => deviation(less(x, y)) * Math.sqrt(A)],
  [
    "information ratio",
    (r, b) => informationRatio(r, b, A),
    (x, y) => (mean(less(x, y)) / deviation(less(x, y))) * Math.sqrt(A),
  ],
  ["correlation", correlation, (x, y) => covariance(x, y) / (deviation(x) * deviation(y))],
  ["active return", (r, b) => activeReturn(r, b, A), (x, y) => yearly(x) - yearly(y)],
  ["batting average", battingAverage, (x, y) => mean(less(x, y).map((d) => (d > 0 ? 1 : 0)))],
  [
    "up capture",
    (r, b) => upCapture(r, b, A),
    (x, y) => yearly(x.filter((_, t) => y[t]! > 0)) / yearly(y.filter((v) => v > 0)),
  ],
  [
    "down capture",
    (r, b) => downCapture(r, b, A),
    (x, y) => yearly(x.filter((_, t) => y[t]! < 0)) / yearly(y.filter((v) => v < 0)),
  ],
];

// A rise, a fall and a period of nothing come first, so that every statistic is defined; ±10 % in basis
// points.
const periods = fc
  .array(fc.tuple(fc.integer({ min: -999, max: 1_000 }), fc.integer({ min: -1_000, max: 999 })), {
    minLength: 4,
    maxLength: 40,
  })
  .map((drawn) => [[151, 70], [-203, -120], ...drawn].map(([r, b]) => [r! / 1e4 + 1e-7, b! / 1e4] as const));
const isNear = (actual: number, expected: number) =>
  Math.abs(actual - expected) <= 1e-9 * Math.max(1e-2, Math.abs(expected));

describe("every metric equals an independent computation, with missing values dropped", () => {
  test.each([...ofOne, ...ofTwo])("%s", (name, ours, theirs) => {
    const missingToo = ofTwo.some(([other]) => other === name);
    fc.assert(
      fc.property(periods, fc.nat(5), (drawn, gap) => {
        const r = drawn.map(([x]) => x);
        const b = drawn.map(([, y]) => y);
        const withGap = Float64Array.from([...r.slice(0, gap), Number.NaN, ...r.slice(gap)]);
        // Where the return is missing the benchmark is there, and must not count.
        const beside = Float64Array.from([...b.slice(0, gap), 0.05, ...b.slice(gap)]);
        const value = unwrap(ours(withGap, missingToo ? beside : withGap));
        if (!isNear(value, theirs(r, b))) expect(value).toBe(theirs(r, b));
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  test("a max drawdown counts a loss in the very first period: its peak includes the starting point", () => {
    expect(unwrap(maxDrawdown(Float64Array.of(-0.5, 0.1)))).toBe(-0.5);
    fc.assert(
      fc.property(periods, fc.integer({ min: 1, max: 4_000 }), (drawn, loss) => {
        const r = [-loss / 1e4, ...drawn.map(([x]) => x)];
        expect(isNear(unwrap(maxDrawdown(Float64Array.from(r))), deepest(r))).toBe(true);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

test("the expected best Sharpe ratio and the minimum track record agree with a normal law by Simpson's rule", () => {
  const euler = 0.5772156649015329;
  for (const n of [2, 7, 45]) {
    const best = (1 - euler) * phiInverse(1 - 1 / n) + euler * phiInverse(1 - Math.exp(-1) / n);
    expect(unwrap(expectedMaxSharpe(n))).toBeCloseTo(best, 9);
  }
  const sample = { sharpe: 0.12, skewness: -0.7, rawKurtosis: 6 };
  const needed = unwrap(minimumTrackRecord(sample, 0.03, 0.9));
  // At that length, and only there, the probability is the one asked for.
  expect(unwrap(probabilisticSharpe({ ...sample, n: needed }, 0.03))).toBeCloseTo(0.9, 10);
  expect(needed).toBeCloseTo(1 + (1 + 0.7 * 0.12 + 1.25 * 0.0144) * (phiInverse(0.9) / 0.09) ** 2, 5);
});
