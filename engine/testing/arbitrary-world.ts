import fc from "fast-check";
import type { Result } from "../contract/result.ts";
import { unwrap } from "./strategies.ts";
import type { WorldShape } from "./world.ts";

/** Shapes of worlds with every kind of event: 1 to 8 instruments, 3 to 40 sessions, up to three currencies. */
export const arbitraryShape: fc.Arbitrary<WorldShape> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  instruments: fc.integer({ min: 1, max: 8 }),
  sessions: fc.integer({ min: 3, max: 40 }),
  hasActions: fc.boolean(),
  hasGaps: fc.boolean(),
  hasDelistings: fc.boolean(),
  hasLateActions: fc.boolean(),
  hasExchanges: fc.boolean(),
  hasOddDays: fc.boolean(),
  isIntraday: fc.integer({ min: 0, max: 3 }).map((drawn) => drawn === 0),
  isSingleMarket: fc.boolean(),
});

/** How many worlds a property is tried on: a thousand, or as many as `npm run test:deep` asks for. */
const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env;
export const WORLDS = Number(environment?.ASOF_WORLDS ?? 1_000);

/** Runs from a fixed seed, of which next to none may be skipped. */
export const runs = (seed: number) => ({ numRuns: WORLDS, seed, maxSkipsPerRun: 0.02 });

/**
 * What a run came to, in a world that leaves anything of the account: one in some thousand worlds ruins it (E87), which
 * ends the run, and another world is drawn in its place.
 */
export function outlive<T>(result: Result<T>): T {
  if (!result.ok && result.error.code === "ruin") fc.pre(false);
  return unwrap(result);
}
