import { describe, expect, test } from "vitest";
import { createRandom } from "../rng/random.ts";
import { type Factor, fieldFactor } from "./factor.ts";
import type { WindowOperator } from "./operator.ts";
import { createRichWorld } from "./testing/rich-world.ts";
import { sightings } from "./testing/windows-of.ts";

/*
 * Each operator against a computation of its own: two passes over the present values of the window, in plain order.
 * The tolerance is relative to the size of what is compared; the operators are more accurate than this reference.
 */
const TOLERANCE = 1e-9;
const worlds = [3, 8, 21, 34].map((seed) =>
  createRichWorld({ seed, instruments: 3, sessions: 60, hasGaps: seed % 2 === 0 }),
);
const x = fieldFactor("close");
const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
const average = (values: number[]) => total(values) / values.length;
const isThere = (value: number) => !Number.isNaN(value);
const centred = (values: number[], power: number) => {
  const mean = average(values);
  return total(
    values.map((value) =>
      Array(power)
        .fill(value - mean)
        .reduce((a, b) => a * b, 1),
    ),
  );
};
const spread = (values: number[]) => Math.sqrt(centred(values, 2) / (values.length - 1));
const ascending = (values: number[]) => [...values].sort((a, b) => a - b);
const percentile = (values: number[], share: number) => {
  const sorted = ascending(values);
  const at = share * (sorted.length - 1);
  const rest = at - Math.floor(at);
  return sorted[Math.floor(at)]! * (1 - rest) + sorted[Math.ceil(at)]! * rest;
};

/** Missing where the expected value is no number; else within a tolerance relative to it. */
function expectNear(value: number, wanted: number, tolerance: number): void {
  const isNear = Number.isFinite(wanted)
    ? Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted))
    : Number.isNaN(value);
  if (!isNear) expect.fail(`${value} instead of ${wanted}`);
}

interface Case {
  /** The factor with a window of n sessions of which `least` must be present. */
  readonly make: (n: number, least: number) => Factor;
  /** From all sessions of the window, NaN for missing, and the present ones. */
  readonly expected: (window: number[], present: number[]) => number;
  readonly smallest?: number;
  /** Whether the current session must be present. */
  readonly needsCurrent?: boolean;
}

const cases: Record<string, Case> = {
  sum: { make: (n, m) => x.sum(n, m), expected: (_, p) => total(p) },
  product: {
    make: (n, m) => x.div(50).product(n, m),
    expected: (_, p) => p.map((value) => value / 50).reduce((a, b) => a * b, 1),
  },
  mean: { make: (n, m) => x.mean(n, m), expected: (_, p) => average(p) },
  variance: {
    make: (n, m) => x.variance(n, m),
    expected: (_, p) => centred(p, 2) / (p.length - 1),
    smallest: 2,
  },
  std: { make: (n, m) => x.std(n, m), expected: (_, p) => spread(p), smallest: 2 },
  zscore: {
    make: (n, m) => x.zscore(n, m),
    expected: (w, p) => (w.at(-1)! - average(p)) / spread(p),
    smallest: 2,
    needsCurrent: true,
  },
  skewness: {
    make: (n, m) => x.skewness(n, m),
    expected: (_, p) => (centred(p, 3) / centred(p, 2)) * Math.sqrt(p.length / centred(p, 2)),
    smallest: 3,
  },
  kurtosis: {
    make: (n, m) => x.kurtosis(n, m),
    expected: (_, p) => (centred(p, 4) * p.length) / (centred(p, 2) * centred(p, 2)),
    smallest: 4,
  },
  min: { make: (n, m) => x.min(n, m), expected: (_, p) => ascending(p)[0]! },
  max: { make: (n, m) => x.max(n, m), expected: (_, p) => ascending(p).at(-1)! },
  argMin: {
    make: (n, m) => x.argMin(n, m),
    expected: (w, p) => w.length - 1 - w.lastIndexOf(ascending(p)[0]!),
  },
  argMax: {
    make: (n, m) => x.argMax(n, m),
    expected: (w, p) => w.length - 1 - w.lastIndexOf(ascending(p).at(-1)!),
  },
  median: { make: (n, m) => x.median(n, m), expected: (_, p) => percentile(p, 0.5) },
  quantile: { make: (n, m) => x.quantile(n, 30, m), expected: (_, p) => percentile(p, 0.3) },
  timeSeriesRank: {
    make: (n, m) => x.timeSeriesRank(n, m),
    expected: (w, p) => {
      const below = p.filter((value) => value < w.at(-1)!).length;
      const equal = p.filter((value) => value === w.at(-1)!).length;
      return p.length === 1 ? 0.5 : (below + (equal - 1) / 2) / (p.length - 1);
    },
    needsCurrent: true,
  },
  wma: {
    make: (n, m) => x.wma(n, m),
    expected: (w) => {
      const weights = w.map((value, k) => (isThere(value) ? k + 1 : 0));
      return total(w.map((value, k) => (isThere(value) ? value * (k + 1) : 0))) / total(weights);
    },
  },
};

describe.each(Object.entries(cases))("%s", (_, { make, expected, smallest = 1, needsCurrent = false }) => {
  test("agrees with a direct computation of each window, and is missing below minimumPresent", () => {
    let checked = 0;
    for (const [k, world] of worlds.entries())
      for (const n of [smallest, smallest + 1, 7, 13]) {
        const least = k < 2 ? n : Math.max(smallest, n - 3);
        for (const { value, window } of sightings(make(n, least), world, ["close"], n)) {
          const values = window.close!;
          const present = values.filter(isThere);
          const isDefined = present.length >= least && (!needsCurrent || isThere(values.at(-1)!));
          const wanted = isDefined ? expected(values, present) : Number.NaN;
          expectNear(value, wanted, TOLERANCE);
          if (Number.isFinite(wanted)) checked++;
        }
      }
    expect(checked).toBeGreaterThan(500);
  });
});

describe("two series", () => {
  const y = x;
  const other = fieldFactor("bookValue").div(1e5);
  const pairsOf = (closes: number[], books: number[]) =>
    closes.map((close, k) => ({ y: close, x: books[k]! / 1e5 })).filter((p) => isThere(p.y) && isThere(p.x));
  type Pair = { x: number; y: number };
  const crossed = (pairs: Pair[]) => {
    const [mx, my] = [average(pairs.map((p) => p.x)), average(pairs.map((p) => p.y))];
    return {
      mx,
      my,
      xx: total(pairs.map((p) => (p.x - mx) * (p.x - mx))),
      yy: total(pairs.map((p) => (p.y - my) * (p.y - my))),
      xy: total(pairs.map((p) => (p.x - mx) * (p.y - my))),
    };
  };
  /** Slope and intercept from the normal equations, not from central sums. */
  const line = (pairs: Pair[]) => {
    const n = pairs.length;
    const [sx, sy] = [total(pairs.map((p) => p.x)), total(pairs.map((p) => p.y))];
    const sxx = total(pairs.map((p) => p.x * p.x));
    const sxy = total(pairs.map((p) => p.x * p.y));
    const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    return { slope, intercept: (sy - slope * sx) / n };
  };
  const rows: [string, (n: number) => Factor, (pairs: Pair[], last: Pair) => number][] = [
    ["covariance", (n) => y.covariance(other, n, 3), (p) => crossed(p).xy / (p.length - 1)],
    [
      "correlation",
      (n) => y.correlation(other, n, 3),
      (p) => crossed(p).xy / Math.sqrt(crossed(p).xx * crossed(p).yy),
    ],
    ["regressionSlope", (n) => y.regressionSlope(other, n, 3), (p) => line(p).slope],
    ["beta", (n) => y.beta(other, n, 3), (p) => crossed(p).xy / crossed(p).xx],
    ["regressionIntercept", (n) => y.regressionIntercept(other, n, 3), (p) => line(p).intercept],
    [
      "regressionResidual",
      (n) => y.regressionResidual(other, n, 3),
      (p, last) => last.y - line(p).intercept - line(p).slope * last.x,
    ],
    [
      "rSquared",
      (n) => y.rSquared(other, n, 3),
      (p) => {
        const { slope, intercept } = line(p);
        const left = total(p.map((each) => each.y - intercept - slope * each.x).map((rest) => rest * rest));
        return 1 - left / crossed(p).yy;
      },
    ],
  ];

  test.each(rows)(
    "%s agrees with a direct computation over the sessions that have both",
    (name, make, expected) => {
      let checked = 0;
      for (const world of worlds)
        for (const n of [3, 8, 14])
          for (const { value, window } of sightings(make(n), world, ["close", "bookValue"], n)) {
            const [closes, books] = [window.close!, window.bookValue!];
            const pairs = pairsOf(closes, books);
            const last = { y: closes.at(-1)!, x: books.at(-1)! / 1e5 };
            const isDefined = pairs.length >= 3 && (name !== "regressionResidual" || isThere(last.y));
            if (!isDefined) expect(value).toBeNaN();
            else {
              const wanted = expected(pairs, last);
              expect(Math.abs(value - wanted)).toBeLessThan(1e-7 * Math.max(1, Math.abs(wanted)));
              checked++;
            }
          }
      expect(checked).toBeGreaterThan(500);
    },
  );

  test("a series against itself has correlation 1, slope 1 and no residual; against a constant nothing", () => {
    const world = worlds[0]!;
    const last = (factor: Factor) => sightings(factor, world, [], 1).at(-1)!.value;
    expect(last(x.correlation(x, 9, 4))).toBeCloseTo(1, 14);
    expect(last(x.beta(x, 9, 4))).toBe(1);
    expect(last(x.regressionResidual(x, 9, 4))).toBe(0);
    const constant = x.isPresent().plus(4);
    expect(last(x.correlation(constant.where(5, 5), 9, 4))).toBeNaN();
    expect(last(x.beta(constant.where(5, 5), 9, 4))).toBeNaN();
  });
});

describe("what is no window of values", () => {
  test("countPresent counts the sessions with a value, also before the panel", () => {
    for (const { value, window } of sightings(x.countPresent(6), worlds[1]!, ["close"], 6))
      expect(value).toBe(window.close!.filter(isThere).length);
  });

  test("sessionsSinceTrue is the age of the last session on which it held", () => {
    const rising = x.delta(1).greaterThan(0);
    for (const { value, window } of sightings(rising.sessionsSinceTrue(4), worlds[1]!, ["close"], 5)) {
      const closes = window.close!;
      const held = [4, 3, 2, 1].map((k) => closes[k]! > closes[k - 1]!);
      expect(value).toBe(held.includes(true) ? held.indexOf(true) : Number.NaN);
    }
  });

  test("delay, delta and returns are what their formulas say", () => {
    for (const n of [1, 2, 5]) {
      const n1 = n + 1;
      for (const { value, window } of sightings(x.delay(n), worlds[1]!, ["close"], n1))
        expect(value).toBe(window.close![0]);
      for (const { value, window } of sightings(x.delta(n), worlds[1]!, ["close"], n1))
        expect(value).toBe(window.close![n]! - window.close![0]!);
      for (const { value, window } of sightings(x.returns(n), worlds[1]!, ["close"], n1))
        expect(value).toBe(window.close![n]! / window.close![0]! - 1);
    }
    for (const { value, window } of sightings(x.delay(0), worlds[1]!, ["close"], 1))
      expect(value).toBe(window.close![0]);
  });
});

test.each([
  ["median", x.median(5)],
  ["quantile", x.quantile(5, 25)],
  ["min", x.min(5)],
  ["max", x.max(5)],
  ["sum", x.sum(5)],
  ["timeSeriesRank", x.timeSeriesRank(5)],
])("[P12] %s of zeros of both signs does not depend on what came before the window", (_, factor) => {
  const operator = factor.operator as WindowOperator;
  const random = createRandom(17);
  const values = Float64Array.from({ length: 400 }, () => [0, -0, 1, -1][random.integer(4)]!);
  const run = (input: Float64Array, firstSession: number) => {
    const output = new Float64Array(input.length);
    const { parameters } = factor;
    const state = operator.initialState(parameters);
    operator.run([input], output, 0, input.length, firstSession, parameters, state);
    return output;
  };
  const whole = run(values, 70);
  for (let t = 4; t < values.length; t++)
    if (!Object.is(run(values.slice(t - 4, t + 1), 70 + t - 4)[4], whole[t])) expect.fail(`session ${t}`);
});
