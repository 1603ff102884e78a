import fc from "fast-check";
import { expect, test } from "vitest";
import { unwrap } from "../testing/strategies.ts";
import { walkForward } from "./walk-forward.ts";

test("windows roll by the test's length, with a gap between, and a rest at the end is not tested", () => {
  const splits = unwrap(walkForward(12, { train: 4, gap: 1, test: 3 }));
  expect(splits.map(({ train, test }) => [Array.from(train), Array.from(test)])).toEqual([
    [
      [0, 1, 2, 3],
      [5, 6, 7],
    ],
    [
      [3, 4, 5, 6],
      [8, 9, 10],
    ],
  ]);
  const anchored = unwrap(walkForward(12, { train: 4, gap: 1, test: 3, step: 2, isAnchored: true }));
  expect(anchored.map(({ train }) => Array.from(train))).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5, 6, 7],
  ]);
  expect(anchored.map(({ test }) => test[0])).toEqual([5, 7, 9]);
});

const length = (min: number) => fc.integer({ min, max: 20 });
test("training ends a gap before its test, and there are as many splits as fit", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      length(1),
      length(0),
      length(1),
      length(1),
      fc.boolean(),
      (periods, train, gap, test, step, isAnchored) => {
        fc.pre(train + gap + test <= periods);
        const splits = unwrap(walkForward(periods, { train, gap, test, step, isAnchored }));
        expect(splits.length).toBe(Math.floor((periods - train - gap - test) / step) + 1);
        splits.forEach((split, k) => {
          expect(split.test.length).toBe(test);
          expect(split.test[0]! - split.train.at(-1)!).toBe(gap + 1);
          expect(split.test[0]).toBe(k * step + train + gap);
          expect(split.train.length).toBe(isAnchored ? train + k * step : train);
          expect(split.test.at(-1)).toBeLessThan(periods);
          for (const rows of [split.train, split.test])
            expect(rows.every((row, i) => row === rows[0]! + i)).toBe(true);
        });
      },
    ),
    { numRuns: 200, seed: 19 },
  );
});

test.each([
  ["fewer periods than one split takes", 7, { train: 4, gap: 1, test: 3 }, "too-few-observations"],
  ["no training", 12, { train: 0, test: 3 }, "bad-argument"],
  ["no test", 12, { train: 3, test: 0 }, "bad-argument"],
  ["a negative gap", 12, { train: 3, gap: -1, test: 3 }, "bad-argument"],
  ["standing still", 12, { train: 3, test: 3, step: 0 }, "bad-argument"],
  ["half a period", 12.5, { train: 3, test: 3 }, "bad-argument"],
  ["a length that is no number", 12, { train: Number.NaN, test: 3 }, "bad-argument"],
] as const)("%s is refused by name", (_, periods, windows, code) => {
  expect(walkForward(periods, windows)).toMatchObject({ ok: false, error: { code } });
});
