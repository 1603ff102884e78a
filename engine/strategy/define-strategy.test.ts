import { describe, expect, test } from "vitest";
import { fieldFactor } from "../expression/factor.ts";
import { unwrap } from "../testing/strategies.ts";
import { atClose } from "./decision-rule.ts";
import { defineStrategy } from "./define-strategy.ts";
import { param, resolveParameters } from "./parameters.ts";
import { requiredPanel } from "./required-panel.ts";
import { applyWeightRule, signalHandle } from "./weight-rule.ts";

const momentum = () =>
  defineStrategy({
    name: "Twelve-one momentum",
    universe: "GLOBAL_LARGE",
    decide: atClose("XNYS", { delay: "30m" }),
    rebalance: "month-end",
    params: { lookback: param.int(252, { min: 60, max: 504 }), skip: param.int(21), top: param.percent(10) },
    signal: ({ field, p }) =>
      field.totalReturn!.delay(p.skip).div(field.totalReturn!.delay(p.lookback)).minus(1).rank(),
    weights: ({ signal, p }) => signal.top(p.top).equal(),
  });

test("a strategy knows the panel it needs, with derived fields expanded and a margin on its look-back", () => {
  const strategy = unwrap(momentum());
  const parameters = unwrap(resolveParameters(strategy, { lookback: 126 }));
  expect(parameters).toEqual({ lookback: 126, skip: 21, top: 10 });
  expect(requiredPanel(strategy, parameters)).toEqual({
    ok: true,
    value: {
      universe: "GLOBAL_LARGE",
      fields: ["close", "open", "sharesOutstanding"],
      warmUpSessions: 128,
      delayMinutes: 30,
      decisionMic: "XNYS",
    },
  });
});

test.each([
  [{ lookback: 10 }, "parameter lookback must be at least 60, was 10"],
  [{ lookback: 100.5 }, "parameter lookback must be a whole number, was 100.5"],
  [{ top: 101 }, "parameter top must be at most 100, was 101"],
  [{ tops: 5 }, 'the strategy has no parameter "tops"'],
])("an override outside its bounds or of an unknown name is refused: %o", (overrides, message) => {
  const resolved = resolveParameters(unwrap(momentum()), overrides);
  expect(resolved).toMatchObject({ ok: false, error: { code: "bad-argument", message } });
});

const base = {
  name: "S",
  universe: "U",
  decide: atClose("XNYS"),
  rebalance: "daily" as const,
  weights: () => signalHandle.top(10).equal(),
};

describe("mistakes in a strategy are errors with a code and a hint", () => {
  test("a misspelt field in an expression", () => {
    const made = defineStrategy({ ...base, signal: ({ field }) => field.totalRetrun!.delay(1) });
    expect(made).toMatchObject({
      ok: false,
      error: {
        code: "unknown-field",
        message: 'there is no field "totalRetrun"; did you mean "totalReturn"?',
      },
    });
  });

  test("a misspelt field in the needs of a callback", () => {
    const made = defineStrategy({ ...base, needs: { fields: ["closs"], lookback: 1 }, weights: () => ({}) });
    expect(made).toMatchObject({
      ok: false,
      error: { code: "unknown-field", details: { nearest: "close" } },
    });
  });

  test("a bad window, a signal that is not a factor, and a signal that throws", () => {
    const code = (signal: () => never) => {
      const made = defineStrategy({ ...base, signal });
      return made.ok ? "ok" : `${made.error.code}: ${made.error.message}`;
    };
    expect(code(() => fieldFactor("close").mean(0) as never)).toBe(
      "bad-argument: mean window must be at least 1, was 0",
    );
    expect(code(() => 3 as never)).toBe("bad-argument: signal must return a factor");
    expect(
      code(() => {
        throw new RangeError("oops");
      }),
    ).toBe('strategy-failed: the strategy "S" failed: RangeError: oops');
  });

  test("a delay that cannot be read", () => {
    expect(() => atClose("XNYS", { delay: "soon" })).toThrow(
      'delay must look like "30m" or "2h", was "soon"',
    );
    expect(atClose("XKRX", { delay: "2h" }).delayMinutes).toBe(120);
  });
});

describe("weight rules", () => {
  const order = Int32Array.of(0, 1, 2, 3, 4);
  const values = Float64Array.of(3, 1, Number.NaN, 3, -2);

  test("the top takes at least one name, and ties go by instrument id", () => {
    expect(Array.from(applyWeightRule(signalHandle.top(1).equal(), values, order))).toEqual([1, 0, 0, 0, 0]);
    expect(Array.from(applyWeightRule(signalHandle.top(50).equal(), values, order))).toEqual([
      0.5, 0, 0, 0.5, 0,
    ]);
    expect(Array.from(applyWeightRule(signalHandle.bottom(25).equal(), values, order))).toEqual([
      0, 0, 0, 0, 1,
    ]);
  });

  test("proportional weights follow the signal, and names without a positive one get none", () => {
    const weights = applyWeightRule(signalHandle.proportional(), values, order);
    expect(Array.from(weights)).toEqual([3 / 7, 1 / 7, 0, 3 / 7, 0]);
  });
  test("knows the periods of a reported field by the field, and names the field of one it does not know", () => {
    const of = (fields: readonly string[]) =>
      defineStrategy(
        {
          name: "periods",
          universe: "U",
          decide: atClose("XNYS"),
          rebalance: "daily",
          needs: { fields, lookback: 1 },
          weights: () => ({}),
        },
        ["revenue"],
      );
    expect(of(["revenue:ttm", "revenue:-4"]).ok).toBe(true);
    expect(of(["revnue:ttm"])).toMatchObject({
      error: { message: expect.stringContaining('there is no field "revnue"; did you mean "revenue"?') },
    });
  });
});
