import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import type { FactBatch } from "./panel-events.ts";

/** The value of a field at an instant, and when it became known. NaN and NaN: none. */
export interface KnownValue {
  value: number;
  knownAt: number;
}

/**
 * Walks the versions of one field of one instrument forward in time.
 *
 * R4: the value is that of the newest period known, in that period's last version known; a late restatement of an
 * old period changes only that period. A tombstone (NaN) hides its period, and the newest other period speaks.
 */
export class FactWalk {
  readonly #batch: FactBatch;
  readonly #ordered: readonly number[];
  readonly #periods = new Map<number, KnownValue>();
  #next = 0;
  #currentPeriod = Number.NEGATIVE_INFINITY;
  #current: KnownValue = { value: Number.NaN, knownAt: Number.NaN };

  /** `indices` name the versions inside the batch, in any order. */
  constructor(batch: FactBatch, indices: readonly number[]) {
    this.#batch = batch;
    const { knownAt, revision, ingestSeq, periodEnd } = batch;
    // The period is last in the order only to make it total across the periods of the field.
    this.#ordered = indices.toSorted(
      (a, b) =>
        knownAt[a]! - knownAt[b]! ||
        revision[a]! - revision[b]! ||
        ingestSeq[a]! - ingestSeq[b]! ||
        periodEnd[a]! - periodEnd[b]!,
    );
  }

  /** Takes in what became known up to an instant and returns what is known then. Instants must ascend. */
  advanceTo(instant: number): KnownValue {
    const { knownAt, periodEnd, value } = this.#batch;
    while (this.#next < this.#ordered.length && knownAt[this.#ordered[this.#next]!]! <= instant) {
      const index = this.#ordered[this.#next++]!;
      this.#take(periodEnd[index]!, { value: value[index]!, knownAt: knownAt[index]! });
    }
    return this.#current;
  }

  #take(period: number, known: KnownValue): void {
    this.#periods.set(period, known);
    if (period < this.#currentPeriod) return;
    if (!Number.isNaN(known.value)) {
      this.#currentPeriod = period;
      this.#current = known;
    } else if (period === this.#currentPeriod) {
      this.#fallBack();
    }
  }

  #fallBack(): void {
    this.#currentPeriod = Number.NEGATIVE_INFINITY;
    this.#current = { value: Number.NaN, knownAt: Number.NaN };
    for (const [period, known] of this.#periods) {
      if (period <= this.#currentPeriod || Number.isNaN(known.value)) continue;
      this.#currentPeriod = period;
      this.#current = known;
    }
  }
}

/** R7: whether a value has outlived its field's time to live at an instant. An older value is as good as none. */
export const isStale = (knownAt: number, instant: number, ttlDays: number | null): boolean =>
  ttlDays !== null && instant - knownAt > ttlDays * MICROS_PER_DAY;
