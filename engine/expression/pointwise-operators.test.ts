import { describe, expect, test } from "vitest";
import { evaluateFactor } from "./evaluate-factor.ts";
import { constantFactor, type Factor, fieldFactor } from "./factor.ts";
import { createRichWorld } from "./testing/rich-world.ts";

const none = Number.NaN;
const base = createRichWorld({ seed: 3, instruments: 1, sessions: 6, isSingleMarket: true });
const a = fieldFactor("close");
const b = fieldFactor("open");
/** The values of an expression over these two columns, session by session. */
const of = (factor: Factor, left: number[], right: number[] = left) => {
  const columns = { ...base.columns, close: pad(left), open: pad(right) };
  return Array.from(evaluateFactor(factor, { ...base, columns }).cells!.subarray(0, left.length));
};
const pad = (values: number[]) => Float64Array.from([...values, 1, 1, 1, 1, 1, 1].slice(0, 6));

describe("arithmetic", () => {
  test.each<[string, Factor, number[]]>([
    ["plus", a.plus(b), [7, none, 1, -1]],
    ["minus", a.minus(b), [-3, none, 1, -5]],
    ["times", a.times(b), [10, none, 0, -6]],
    ["div by zero is missing", a.div(b), [0.4, none, none, -1.5]],
    ["neg", a.neg(), [-2, none, -1, 3]],
    ["abs", a.abs(), [2, none, 1, 3]],
    ["sign", a.sign(), [1, none, 1, -1]],
    ["power", a.power(3), [8, none, 1, -27]],
    ["power with a fraction of a negative number is missing", a.power(0.5), [Math.SQRT2, none, 1, none]],
    ["sqrt", a.sqrt(), [Math.SQRT2, none, 1, none]],
    ["log", a.log(), [Math.LN2, none, 0, none]],
    ["clip", a.clip(-1, 1.5), [1.5, none, 1, -1]],
    ["smallerOf", a.smallerOf(b), [2, none, 0, -3]],
    ["greaterOf", a.greaterOf(b), [5, none, 1, 2]],
    ["a constant on the left", constantFactor(10).minus(a), [8, none, 9, 13]],
    ["constants fold", a.plus(constantFactor(2).times(3)), [8, none, 7, 3]],
  ])("%s", (_, factor, expected) => {
    of(factor, [2, none, 1, -3], [5, 4, 0, 2]).forEach((value, k) => {
      if (Number.isNaN(expected[k]!)) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(expected[k]!, 14);
    });
  });

  test("what overflows is missing, never infinite", () => {
    for (const factor of [a.times(a), a.plus(a), a.exp(), a.power(9), a.div(1e-300)])
      expect(of(factor, [1.7e308])[0]).toBeNaN();
    expect(of(a.exp(), [1])[0]).toBeCloseTo(Math.E, 15);
  });
});

describe("comparison and logic", () => {
  const left = [1, 2, 3, none];
  const right = [2, 2, 2, 2];
  test.each<[string, Factor, number[]]>([
    ["greaterThan", a.greaterThan(b), [0, 0, 1, none]],
    ["greaterOrEqual", a.greaterOrEqual(b), [0, 1, 1, none]],
    ["lessThan", a.lessThan(b), [1, 0, 0, none]],
    ["lessOrEqual", a.lessOrEqual(b), [1, 1, 0, none]],
    ["equalTo", a.equalTo(b), [0, 1, 0, none]],
    ["notEqualTo", a.notEqualTo(b), [1, 0, 1, none]],
    ["and", a.greaterThan(1).and(a.lessThan(3)), [0, 1, 0, none]],
    ["or", a.lessThan(2).or(a.greaterThan(2)), [1, 0, 1, none]],
    ["not", a.equalTo(2).not(), [1, 0, 1, none]],
    ["where", a.greaterThan(1).where(a.times(10), -1), [-1, 20, 30, none]],
    ["isPresent", a.isPresent(), [1, 1, 1, 0]],
    ["orElse", a.orElse(b), [1, 2, 3, 2]],
  ])("%s", (_, factor, expected) => {
    expect(of(factor, left, right)).toEqual(expected);
  });

  test("the value that is not chosen does not matter, even when it is missing", () => {
    const chosen = a.lessThan(2).where(b, a.minus(3).sqrt());
    expect(of(chosen, [1, 7, 2], [5, none, 5])).toEqual([5, 2, none]);
  });
});

describe("mistakes are refused with a clear sentence", () => {
  test.each<[() => unknown, string]>([
    [() => a.clip(2, 1), "clip high must be from 2 to"],
    [() => a.power(Number.NaN), "power exponent must be a finite number, was NaN"],
    [() => a.plus("1" as never), "plus needs a factor or a number, was string"],
    [() => a.mean(5, 6), "mean minimumPresent must be at most 5, was 6"],
    [() => a.std(5, 1), "std minimumPresent must be at least 2, was 1"],
    [() => a.quantile(5, 101), "quantile percent must be from 0 to 100, was 101"],
    [() => a.quantileBucket(1), "quantileBucket count must be at least 2, was 1"],
    [
      () => a.correlation(a.rank(), 5),
      "correlation needs a time series, but field.close.rank() is a cross-section",
    ],
    [() => a.neutralize("colour" as never), "neutralize needs one of sector, market, industry, was colour"],
    [() => a.neutralizeExposures(), "number of exposures must be at least 1, was 0"],
    [() => constantFactor(2).mean(3), "mean needs a time series, was the constant 2"],
  ])("%#", (make, sentence) => {
    expect(make).toThrow(sentence);
  });
});

test("an expression with several numbers prints as it is written", () => {
  const all = a.mean(20, 15).correlation(b, 5).quantile(9, 25, 4).neutralize("market").topMask(10);
  expect(String(all)).toBe(
    'field.close.mean(20, 15).correlation(field.open, 5).quantile(9, 25, 4).neutralize("market").topMask(10)',
  );
});
