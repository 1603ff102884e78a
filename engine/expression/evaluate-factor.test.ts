import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../rng/random.ts";
import { arbitraryShape, runs } from "../testing/arbitrary-world.ts";
import { createWorld, permuteWorld } from "../testing/world.ts";
import { evaluateFactor } from "./evaluate-factor.ts";
import { constantFactor, fieldFactor } from "./factor.ts";
import { planFactor } from "./plan-factor.ts";
import { randomExpression } from "./testing/arbitrary-expression.ts";
import { createRichWorld } from "./testing/rich-world.ts";

const close = fieldFactor("close");

test("[P13] a factor's values do not depend on the order of the instruments, to the last bit", () => {
  fc.assert(
    fc.property(arbitraryShape, fc.integer({ min: 1, max: 0x7fff_ffff }), (shape, seed) => {
      const { factor } = randomExpression({ seed, hasDerived: true, hasCross: true });
      const panel = createRichWorld(shape);
      const reversed = Array.from(panel.instruments.keys()).reverse();
      const at = panel.markets[0]!.decisionAt.at(-1)!;
      const turned = evaluateFactor(factor, permuteWorld(panel, reversed)).at(at);
      const expected = evaluateFactor(factor, panel).at(at);
      reversed.forEach((old, k) => {
        if (!Object.is(turned[k], expected[old]))
          expect.fail(`${factor}: ${turned[k]} instead of ${expected[old]}`);
      });
    }),
    runs(14),
  );
});

describe("windows", () => {
  test("a panel that begins later has the same bits once the look-back is covered", () => {
    const random = createRandom(9);
    const input = Float64Array.from({ length: 300 }, () => 1e6 + random.normal());
    for (const factor of [
      close.mean(20),
      close.std(20),
      close.zscore(7),
      close.sum(13),
      close.min(5),
      close.ema(3),
    ]) {
      const { operator, parameters } = factor;
      if (operator.kind !== "window") continue;
      const fresh = () => operator.initialState(parameters);
      const lookBack = planFactor(factor).lookBackSessions;
      const whole = new Float64Array(300);
      operator.run([input], whole, 0, 300, 4_321, parameters, fresh());
      for (const skip of [1, 19, 20, 33]) {
        const late = new Float64Array(300 - skip);
        operator.run([input.slice(skip)], late, 0, 300 - skip, 4_321 + skip, parameters, fresh());
        expect(late.subarray(lookBack)).toEqual(whole.subarray(skip + lookBack));
        expect(late.subarray(lookBack).some((x) => !Number.isNaN(x))).toBe(true);
      }
    }
  });

  test("std keeps its accuracy on a large offset, where a running sum would not", () => {
    const random = createRandom(3);
    const small = Float64Array.from({ length: 500 }, () => Math.round(random.uniform() * 1024) / 1024);
    const run = (input: Float64Array) => {
      const output = new Float64Array(500);
      const { operator, parameters } = close.std(20);
      if (operator.kind === "window")
        operator.run([input], output, 0, 500, 77, parameters, operator.initialState(parameters));
      return output;
    };
    const offset = run(small.map((x) => x + 1e9));
    const plain = run(small);
    for (let t = 19; t < 500; t++) expect(Math.abs(offset[t]! / plain[t]! - 1)).toBeLessThan(1e-12);
  });

  test("the exponential average is the endless recursion started at the first value, normalised", () => {
    const random = createRandom(4);
    const input = Float64Array.from({ length: 400 }, () => 50 + random.normal());
    const output = new Float64Array(400);
    const { operator, parameters } = close.ema(10);
    if (operator.kind === "window")
      operator.run([input], output, 0, 400, 900, parameters, operator.initialState(parameters));
    let weighted = 0;
    let mask = 0;
    for (let t = 0; t < 400; t++) {
      weighted = (9 / 11) * weighted + (2 / 11) * input[t]!;
      mask = (9 / 11) * mask + 2 / 11;
      if (t >= 9) expect(Math.abs(output[t]! / (weighted / mask) - 1)).toBeLessThan(1e-13);
      else expect(output[t]).toBeNaN();
    }
  });
});

describe("cross-sections", () => {
  const panel = createWorld({ seed: 2, instruments: 6, sessions: 5, isSingleMarket: true });
  const at = panel.markets[0]!.decisionAt[3]!;
  const withCloses = (...values: number[]) => {
    const column = panel.columns.close!.slice();
    values.forEach((value, i) => {
      column[i * 5 + 3] = value;
    });
    return { ...panel, columns: { ...panel.columns, close: column }, members: panel.members.map(() => 1) };
  };

  test("rank runs from 0 to 1, ties share their mean, and a missing value stays missing", () => {
    const values = evaluateFactor(close.rank(), withCloses(3, 1, 3, Number.NaN, 9, 5)).at(at);
    expect(Array.from(values)).toEqual([0.375, 0, 0.375, Number.NaN, 1, 0.75]);
  });

  test("only members of the universe known at the instant are ranked", () => {
    const world = withCloses(3, 1, 2, 7, 9, 5);
    world.members[4 * 5 + 3] = 0;
    const values = evaluateFactor(close.rank(), world).at(at);
    expect(Array.from(values)).toEqual([0.5, 0, 0.25, 1, Number.NaN, 0.75]);
  });

  test("winsorize moves the ends to the percentiles", () => {
    const values = evaluateFactor(close.winsorize(20), withCloses(0, 1, 2, 3, 4, 100)).at(at);
    expect(Array.from(values)).toEqual([1, 1, 2, 3, 4, 4]);
  });

  test("a z-score has mean 0 and deviation 1", () => {
    const values = evaluateFactor(close.crossZscore(), withCloses(1, 2, 3, 4, 5, 6)).at(at);
    expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
    expect(values[5]! - values[4]!).toBeCloseTo(1 / Math.sqrt(3.5), 12);
  });
});

describe("expressions", () => {
  test("equal expressions have equal keys and different ones different keys", () => {
    expect(close.mean(20).key).toBe(fieldFactor("close").sma(20).key);
    expect(close.mean(20).key).not.toBe(close.mean(21).key);
    expect(close.plus(1).key).not.toBe(close.minus(1).key);
  });

  test("a plan expands derived fields and adds the windows of a chain", () => {
    expect(planFactor(fieldFactor("marketCap").delay(3).mean(5).rank())).toEqual({
      fields: ["close", "sharesOutstanding"],
      lookBackSessions: 7,
    });
  });

  test("an expression prints as it is written", () => {
    expect(String(close.delay(21).div(close.delay(252)).minus(1).rank())).toBe(
      "field.close.delay(21).div(field.close.delay(252)).minus(1).rank()",
    );
  });

  test.each([
    [() => close.mean(0), "mean window must be at least 1, was 0"],
    [() => close.delay(-1), "delay window must be at least 0, was -1"],
    [() => close.std(1), "std window must be at least 2, was 1"],
    [() => close.mean(2.5), "mean window must be a whole number, was 2.5"],
    [() => constantFactor(Number.NaN), "a constant must be a finite number, was NaN"],
    [() => close.rank().mean(3), "mean needs a time series, but field.close.rank() is a cross-section"],
  ])("a mistake is refused with a clear sentence (%#)", (make, sentence) => {
    expect(make).toThrow(sentence);
  });

  test("an unknown field is named, with the nearest one", () => {
    const panel = createWorld({ seed: 2, instruments: 1, sessions: 3 });
    expect(() => evaluateFactor(fieldFactor("clsoe"), panel)).toThrow(
      'there is no field "clsoe"; did you mean "close"?',
    );
  });
});
