import fc from "fast-check";
import { expect, test } from "vitest";
import type { Panel } from "../contract/panel.ts";
import { arbitraryShape, runs } from "../testing/arbitrary-world.ts";
import { createWorld } from "../testing/world.ts";
import { evaluateFactor } from "./evaluate-factor.ts";
import { constantFactor, type Factor, fieldFactor } from "./factor.ts";
import { isLagged } from "./lagged-series.ts";
import { sampleFactor } from "./sample-factor.ts";
import { seriesProgram } from "./series-program.ts";

/** Expressions of fields, lags and single values. */
const lagged: fc.Arbitrary<Factor> = fc.letrec<{ factor: Factor }>((tie) => ({
  factor: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc
      .constantFrom("open", "close", "volume", "bookValue", "totalReturn", "adjustedVolume", "marketCap")
      .map(fieldFactor),
    fc.tuple(tie("factor"), fc.integer({ min: 0, max: 6 })).map(([x, n]) => x.delay(n)),
    fc.tuple(tie("factor"), fc.integer({ min: 1, max: 6 })).map(([x, n]) => x.delta(n)),
    fc.tuple(tie("factor"), fc.integer({ min: 1, max: 6 })).map(([x, n]) => x.returns(n)),
    fc.tuple(tie("factor"), tie("factor")).map(([x, y]) => x.div(y).minus(1)),
    fc.tuple(tie("factor"), tie("factor")).map(([x, y]) => x.orElse(y)),
    tie("factor").map((x) => x.isPresent().plus(constantFactor(2))),
  ),
})).factor;

/** The same, or what a cross-section makes of it that gives a missing value a number. */
const read = fc.oneof(
  lagged,
  lagged.map((x) => x.rank().isPresent()),
);

/** Numbers found just before the first market's decisions and at them, which must be the whole panel's. */
function countSamples(factor: Factor, panel: Panel): number {
  const { decisionAt } = panel.markets[0]!;
  const instants = Float64Array.of(decisionAt[0]! - 1, ...decisionAt);
  const samples = sampleFactor(factor, panel, instants);
  const values = evaluateFactor(factor, panel);
  let found = 0;
  for (const [k, at] of instants.entries()) {
    const expected = values.at(at);
    samples.at(k).forEach((value, i) => {
      if (!Object.is(value, expected[i])) throw new Error(`${value} is not ${expected[i]}`);
      if (!Number.isNaN(value)) found++;
    });
  }
  return found;
}

test("[P12] a lagged series read at the decisions has the bits of the whole panel's evaluation", () => {
  let found = 0;
  fc.assert(
    fc.property(arbitraryShape, read, (shape, factor) => {
      if (!isLagged(seriesProgram(factor))) throw new Error("the expression reads more than lags");
      found += countSamples(factor, createWorld(shape));
    }),
    runs(112),
  );
  expect(found).toBeGreaterThan(1_000);
});

test("a window over many sessions is not a lag; a field that is computed can be read like a stored one", () => {
  expect(isLagged(seriesProgram(fieldFactor("close").mean(3).rank()))).toBe(false);
  expect(isLagged(seriesProgram(fieldFactor("totalReturn").returns(3)))).toBe(true);
  expect(isLagged(seriesProgram(fieldFactor("close").returns(3).rank()))).toBe(true);
});
