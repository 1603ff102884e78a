import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { NewestFact } from "./newest-fact.ts";
import { orderFacts } from "./order-facts.ts";
import type { FactBatch } from "./panel-events.ts";

/**
 * R4 at one instant: of one field, for each instrument, the index of the version that speaks; -1 where none does.
 */
export const newestFactsAt = (batch: FactBatch, instruments: number, at: number): Int32Array => {
  const ordered = orderFacts(batch, instruments, 1);
  const newest = new NewestFact(batch, ordered.order);
  return Int32Array.from({ length: instruments }, (_, instrument) => {
    newest.begin(ordered.starts[instrument]!);
    let speaker = -1;
    for (let i = ordered.starts[instrument]!; i < ordered.starts[instrument + 1]!; i++) {
      if (batch.knownAt[ordered.order[i]!]! > at) break;
      speaker = newest.take();
    }
    return speaker;
  });
};

/** R7: whether a value has outlived its field's time to live at an instant. An older value is as good as none. */
export const isStale = (knownAt: number, instant: number, ttlDays: number | null): boolean =>
  ttlDays !== null && instant - knownAt > ttlDays * MICROS_PER_DAY;
