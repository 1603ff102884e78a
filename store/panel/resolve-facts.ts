import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { NewestFact } from "./newest-fact.ts";
import type { SeatedFacts } from "./seat-facts.ts";

/** R4 at one instant: of each seat the index of the version that speaks; -1 where none does. */
export const newestFactsAt = (facts: SeatedFacts, at: number): Int32Array => {
  const { starts, knownAt } = facts;
  const newest = new NewestFact(facts);
  return Int32Array.from({ length: starts.length - 1 }, (_, seat) => {
    newest.begin(starts[seat]!);
    let speaker = -1;
    for (let i = starts[seat]!; i < starts[seat + 1]!; i++) {
      if (knownAt[i]! > at) break;
      speaker = newest.take();
    }
    return speaker;
  });
};

/** R7: whether a value has outlived its field's time to live at an instant. An older value is as good as none. */
export const isStale = (knownAt: number, instant: number, ttlDays: number | null): boolean =>
  ttlDays !== null && instant - knownAt > ttlDays * MICROS_PER_DAY;
