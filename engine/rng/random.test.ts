import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";

const SEEDS = 20_000;

describe("the first numbers of neighbouring seeds", () => {
  it.each([0, 1, 2])("are spread over the whole range, draw %i", (draw) => {
    const tenths = new Float64Array(10);
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = createRandom(seed);
      for (let k = 0; k < draw; k++) random.uniform();
      tenths[Math.floor(random.uniform() * 10)]!++;
    }
    // Nine degrees of freedom: beyond 28 once in a thousand.
    const expected = SEEDS / 10;
    const chiSquare = tenths.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(28);
  });

  it("do not follow from one another", () => {
    const firsts = Array.from({ length: SEEDS }, (_, seed) => createRandom(seed).uniform() - 0.5);
    const product = firsts.slice(1).reduce((sum, x, k) => sum + x * firsts[k]!, 0) / SEEDS;
    // The variance of a uniform is a twelfth; four standard errors.
    expect(Math.abs(product * 12)).toBeLessThan(4 / Math.sqrt(SEEDS));
  });
});

it("gives the same numbers for a seed on every machine", () => {
  const random = createRandom(42);
  expect([random.uniform(), random.uniform(), random.integer(1_000), random.normal()]).toMatchInlineSnapshot(`
    [
      0.18232878683868503,
      0.35531626325319776,
      557,
      -0.3037947643582532,
    ]
  `);
});

it("takes whole numbers of 32 bits as seeds", () => {
  for (const seed of [0.5, Number.NaN, 2 ** 32, -(2 ** 31) - 1])
    expect(() => createRandom(seed)).toThrow(/^seed must be /);
});
