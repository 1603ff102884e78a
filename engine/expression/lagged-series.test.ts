import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryShape, runs } from "../testing/arbitrary-world.ts";
import { createWorld } from "../testing/world.ts";
import { evaluateFactor } from "./evaluate-factor.ts";
import { constantFactor, type Factor, fieldFactor } from "./factor.ts";
import { newestMemberCells } from "./known-rows.ts";
import { isLagged } from "./lagged-series.ts";
import { seriesProgram } from "./series-program.ts";

/** Expressions of stored fields, lags and single values. */
const lagged: fc.Arbitrary<Factor> = fc.letrec<{ factor: Factor }>((tie) => ({
  factor: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("open", "close", "volume", "bookValue").map(fieldFactor),
    fc.tuple(tie("factor"), fc.integer({ min: 0, max: 6 })).map(([x, n]) => x.delay(n)),
    fc.tuple(tie("factor"), fc.integer({ min: 1, max: 6 })).map(([x, n]) => x.delta(n)),
    fc.tuple(tie("factor"), fc.integer({ min: 1, max: 6 })).map(([x, n]) => x.returns(n)),
    fc.tuple(tie("factor"), tie("factor")).map(([x, y]) => x.div(y).minus(1)),
    fc.tuple(tie("factor"), tie("factor")).map(([x, y]) => x.orElse(y)),
    tie("factor").map((x) => x.isPresent().plus(constantFactor(2))),
  ),
})).factor;

test("[P12] a lagged series read at a decision has the bits of the whole panel's evaluation", () => {
  let read = 0;
  fc.assert(
    fc.property(arbitraryShape, lagged, (shape, factor) => {
      const panel = createWorld(shape);
      if (!isLagged(seriesProgram(factor))) throw new Error("the expression reads more than lags");
      const values = evaluateFactor(factor, panel);
      const cells = values.cells!;
      for (const at of panel.markets[0]!.decisionAt) {
        const newest = newestMemberCells(panel, at);
        values.at(at).forEach((value, i) => {
          const expected = newest.isMember[i] === 1 ? cells[newest.cells[i]!]! : Number.NaN;
          if (!Object.is(value, expected)) throw new Error(`${value} is not ${expected}`);
          if (!Number.isNaN(value)) read++;
        });
      }
    }),
    runs(112),
  );
  expect(read).toBeGreaterThan(1_000);
});

test("a window over many sessions is not a lag, nor is a field that is computed", () => {
  expect(isLagged(seriesProgram(fieldFactor("close").mean(3).rank()))).toBe(false);
  expect(isLagged(seriesProgram(fieldFactor("totalReturn").returns(3)))).toBe(false);
  expect(isLagged(seriesProgram(fieldFactor("close").returns(3).rank()))).toBe(true);
});
