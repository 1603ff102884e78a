import fc from "fast-check";
import { expect, test } from "vitest";
import { factorise } from "./householder.ts";

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, t) => sum + x * b[t]!, 0);

test("Q is orthonormal, R upper triangular, and their product the matrix", () => {
  const matrices = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 8 }))
    .chain(([k, more]) =>
      fc.array(fc.array(fc.integer({ min: -999, max: 999 }), { minLength: k + more, maxLength: k + more }), {
        minLength: k,
        maxLength: k,
      }),
    )
    .map((columns) => columns.map((column) => Float64Array.from(column)));
  fc.assert(
    fc.property(matrices, (columns) => {
      const k = columns.length;
      const { q, r } = factorise(columns);
      for (let i = 0; i < k; i++)
        for (let j = 0; j < k; j++) {
          expect(dot(q[i]!, q[j]!)).toBeCloseTo(i === j ? 1 : 0, 13);
          if (i > j) expect(Math.abs(r[i * k + j]!)).toBeLessThan(1e-10);
        }
      columns.forEach((column, j) => {
        column.forEach((x, t) => {
          let product = 0;
          for (let i = 0; i <= j; i++) product += q[i]![t]! * r[i * k + j]!;
          expect(product).toBeCloseTo(x, 9);
        });
      });
    }),
    { numRuns: 100, seed: 20 },
  );
});

test("a column that is almost its first entry keeps the rest of it", () => {
  // The mirror must add, not subtract, the length: 1 − √(1 + 1e-20) is 0.
  for (const sign of [1, -1]) {
    const { q, r } = factorise([Float64Array.of(sign, 1e-10, 0)]);
    expect(q[0]![1]! * r[0]!).toBeCloseTo(1e-10, 24);
  }
});

test("a column that the others explain is named", () => {
  const a = Float64Array.of(1, 2, 3, 4);
  const b = Float64Array.of(1, -1, 1, 0.5);
  expect(factorise([a, b]).dependent).toBe(-1);
  expect(factorise([a, b, a.map((x, t) => 3 * x - b[t]! / 7)]).dependent).toBe(2);
  expect(factorise([a, new Float64Array(4)]).dependent).toBe(1);
  expect(factorise([a, a.map((x, t) => x + (t === 2 ? 1e-9 : 0))]).dependent).toBe(-1);
});
