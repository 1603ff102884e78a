import fc from "fast-check";
import type { WorldShape } from "./world.ts";

/** Shapes of worlds with every kind of event: 1 to 6 instruments, 3 to 40 sessions, up to three currencies. */
export const arbitraryShape: fc.Arbitrary<WorldShape> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  instruments: fc.integer({ min: 1, max: 6 }),
  sessions: fc.integer({ min: 3, max: 40 }),
  hasActions: fc.boolean(),
  hasGaps: fc.boolean(),
  hasDelistings: fc.boolean(),
  isSingleMarket: fc.boolean(),
});

/** Two hundred runs from a fixed seed. */
export const runs = (seed: number) => ({ numRuns: 200, seed });
