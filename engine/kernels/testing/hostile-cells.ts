import fc from "fast-check";
import { createRandom } from "../../rng/random.ts";

const CANONICAL_NAN = 0x7ff8000000000000n;

/** Random walks with what breaks sums and sorts: gaps, ±0, infinities, spikes, an offset, equal values. */
export function hostileCells(seed: number, length: number): Float64Array {
  const random = createRandom(seed);
  const offset = random.uniform() < 0.3 ? 1e9 : 0;
  const oddities = [
    Number.NaN,
    0,
    -0,
    1e15,
    -1e15,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    5e-324,
  ];
  const chance = random.uniform() < 0.3 ? 0 : 0.15 * random.uniform();
  const step = random.uniform() < 0.2 ? 1 : 0;
  let x = 10 * random.normal();
  return Float64Array.from({ length }, () => {
    if (random.uniform() < chance) return oddities[random.integer(oddities.length)]!;
    x += random.normal();
    return offset + (step ? Math.round(x) : x);
  });
}

export const seeds = fc.integer({ min: 0, max: 0x7fff_ffff });
export const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 70 }),
  instruments: fc.integer({ min: 1, max: 7 }),
  firstSession: fc.integer({ min: 0, max: 100 }),
});

/** Window and how many of its rows must be present. */
export const windows = fc
  .integer({ min: 1, max: 25 })
  .chain((window) => fc.tuple(fc.constant(window), fc.constantFrom(window, Math.ceil(window / 2), 1)));

/** Where two columns differ in any bit, or hold a NaN that is not the canonical one. */
export function findDifference(ours: Float64Array, expected: Float64Array): string | undefined {
  const [bits, wanted] = [ours, expected].map((column) => new BigUint64Array(column.buffer));
  for (let cell = 0; cell < expected.length; cell++) {
    const isCanonical = !Number.isNaN(ours[cell]) || bits![cell] === CANONICAL_NAN;
    if (!Object.is(ours[cell], expected[cell]) || bits![cell] !== wanted![cell] || !isCanonical)
      return `cell ${cell} is ${ours[cell]} instead of ${expected[cell]}`;
  }
  return undefined;
}
