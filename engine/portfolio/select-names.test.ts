import fc from "fast-check";
import { expect, test } from "vitest";
import { selectSmallest } from "./select-names.ts";

test("the smallest keys are taken in the order of the candidates, and ties from the front or from the end", () => {
  const candidates = Int32Array.of(4, 2, 9, 7, 5);
  const keys = Float64Array.of(1, 0, 1, 3, 1);
  expect(Array.from(selectSmallest(candidates, keys, 3))).toEqual([4, 2, 9]);
  expect(Array.from(selectSmallest(candidates, keys, 3, "end"))).toEqual([2, 9, 5]);
  expect(Array.from(selectSmallest(candidates, keys, 0))).toEqual([]);
  expect(Array.from(selectSmallest(candidates, keys, 5))).toEqual([4, 2, 9, 7, 5]);
  expect(Array.from(keys)).toEqual([1, 0, 1, 3, 1]);
});

test("selection takes the names that a stable sort puts first, among many ties, infinities and both zeros", () => {
  const key = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(-0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    fc.double({ noNaN: true, min: -5, max: 5 }),
  );
  const few = fc.array(key, { minLength: 1, maxLength: 60 });
  // So many that where they lie is looked up in a histogram, crowded or far apart.
  const many = fc.tuple(few, fc.integer({ min: 256, max: 400 }), fc.constantFrom(0, 1e-9, 0.01, 1e9));
  const keysOfMany = fc.oneof(
    few,
    many.map(([some, length, apart]) => Array.from({ length }, (_, k) => some[k % some.length]! + k * apart)),
  );
  fc.assert(
    fc.property(keysOfMany, fc.nat(), fc.boolean(), (drawn, n, isEnd) => {
      const keys = Float64Array.from(drawn);
      const candidates = Int32Array.from(drawn, (_, k) => 100 + k);
      const count = n % (drawn.length + 1);
      const places = drawn.map((_, k) => k);
      const compare = (a: number, b: number) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : 0);
      const sorted = (isEnd ? places.reverse() : places).sort(compare);
      const expected = sorted.slice(0, count).sort((a, b) => a - b);
      const chosen = selectSmallest(candidates, keys, count, isEnd ? "end" : "front");
      expect(Array.from(chosen)).toEqual(expected.map((k) => 100 + k));
    }),
    { numRuns: 1_000, seed: 31 },
  );
});
