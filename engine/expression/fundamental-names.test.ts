import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateFactor } from "./evaluate-factor.ts";
import { fieldFactor } from "./factor.ts";
import { fundamentalName, parseFundamentalName } from "./fundamental-names.ts";
import { planFactor } from "./plan-factor.ts";
import { createRichWorld } from "./testing/rich-world.ts";

const revenue = fieldFactor("revenue");

describe("[R4] names of reported items", () => {
  test.each([
    [revenue.latest(), ["revenue"]],
    [revenue.periodAgo(4), ["revenue:-4"]],
    [revenue.periodAgo(0), ["revenue"]],
    [revenue.periodAgo(1).periodAgo(3), ["revenue:-4"]],
    [revenue.ttm(), ["revenue:ttm"]],
    [revenue.ttm().periodAgo(4), ["revenue:ttm:-4"]],
    [revenue.periodAgo(4).ttm(), ["revenue:ttm:-4"]],
    [revenue.periodAgo(4).latest(), ["revenue"]],
    [revenue.growth(4), ["revenue", "revenue:-4"]],
    [revenue.ttm().growth(4), ["revenue:ttm", "revenue:ttm:-4"]],
  ])("%s needs %j", (factor, fields) => {
    expect(planFactor(factor).fields).toEqual(fields);
  });

  test("an item prints as it is written", () => {
    expect(String(revenue.ttm().periodAgo(4).log())).toBe("field.revenue.ttm().periodAgo(4).log()");
    expect(String(revenue.periodAgo(1))).toBe("field.revenue.periodAgo(1)");
  });

  test("a name read back is the item it was made of", () => {
    const item = fc.record({
      field: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,9}$/),
      isTrailing: fc.boolean(),
      periodsAgo: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(item, (each) => {
        expect(parseFundamentalName(fundamentalName(each))).toEqual(each);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test.each(["", "revenue:", "revenue:-0", "revenue:4", "revenue:-4:ttm", "revenue:ttm:ttm", ":ttm"])(
    '"%s" is no such name',
    (name) => {
      expect(() => parseFundamentalName(name)).toThrow("is not the name of a reported item");
    },
  );
});

describe("fundamental operators", () => {
  const panel = createRichWorld({ seed: 4, instruments: 2, sessions: 40 });
  const book = fieldFactor("bookValue");

  test("growth is relative to the earlier period, and missing where that is not positive", () => {
    const { bookValue, "bookValue:-4": before } = panel.columns;
    const growth = evaluateFactor(book.growth(4), panel).cells!;
    let missing = 0;
    growth.forEach((value, cell) => {
      if (before![cell]! > 0) expect(value).toBe(bookValue![cell]! / before![cell]! - 1);
      else {
        expect(value).toBeNaN();
        missing++;
      }
    });
    expect(missing).toBeGreaterThan(0);
  });

  test("an item the panel does not hold is named with its meaning", () => {
    expect(() => evaluateFactor(revenue.ttm().periodAgo(4), panel)).toThrow(
      'the panel does not hold "revenue:ttm:-4" (revenue over four quarters, 4 periods ago)',
    );
  });

  test.each([
    [
      () => book.delay(1).ttm(),
      "ttm needs a reported field such as field.revenue, was field.bookValue.delay(1)",
    ],
    [() => fieldFactor("marketCap").periodAgo(1), "periodAgo needs a reported field"],
    [() => book.periodAgo(41), "periods ago must be at most 40, was 41"],
    [() => book.periodAgo(-1), "periods ago must be at least 0, was -1"],
    [() => book.growth(0), "growth periods must be at least 1, was 0"],
  ])("a mistake is refused with a clear sentence (%#)", (make, sentence) => {
    expect(make).toThrow(sentence);
  });
});
