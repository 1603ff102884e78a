import { reasonCode } from "./cell-reason.ts";
import { monthsBefore, TRAILING } from "./period-length.ts";
import { lowerBound } from "./search.ts";
import type { SeatedFacts } from "./seat-facts.ts";

/** Which figure of a field is asked for: see `fundamentalName` of the engine. */
export interface PeriodItem {
  /** Over the twelve months that end with the period. */
  readonly isTrailing: boolean;
  /** 0 the newest period known. */
  readonly periodsAgo: number;
}

/** A fiscal quarter that ends on a weekday, as some years of 52 weeks do, ends within this of the calendar's. */
const TOLERANCE_DAYS = 15;

/**
 * The periods of one seat as known at an instant, each in its last version (R3). Takes versions in their order and
 * answers for the newest period (R4), for one so many periods before it, and for twelve months.
 *
 * Periods of a known length (quarters, halves, years) are counted on the calendar: a quarter that nobody reported is
 * a gap and not skipped. Where the type says no length (a balance, a trailing figure) they are counted as reported.
 * What was withdrawn counts and has no value.
 */
export class KnownPeriods {
  readonly #facts: SeatedFacts;
  readonly #ends: number[] = [];
  /** Of each period its last version. */
  readonly #versions: number[] = [];
  #next = 0;
  #end = 0;
  /** Why the last answer was NaN. */
  reason: number = reasonCode.present;

  /** The facts must carry their lengths. */
  constructor(facts: SeatedFacts) {
    this.#facts = facts;
  }

  begin(seat: number): void {
    this.#ends.length = 0;
    this.#versions.length = 0;
    this.#next = this.#facts.starts[seat]!;
    this.#end = this.#facts.starts[seat + 1]!;
  }

  take(): void {
    const version = this.#next++;
    const end = this.#facts.periodEnd[version]!;
    const place = lowerBound(this.#ends, end);
    if (this.#ends[place] === end) this.#versions[place] = version;
    else {
      this.#ends.splice(place, 0, end);
      this.#versions.splice(place, 0, version);
    }
  }

  /** Of a seat, when all of its versions are known. */
  valueOf(seat: number, item: PeriodItem): number {
    this.begin(seat);
    while (this.#next < this.#end) this.take();
    return this.value(item);
  }

  /** R4: the version of the newest period that is not withdrawn; -1 without one. */
  speaker(): number {
    const place = this.#newest();
    return place < 0 ? -1 : this.#versions[place]!;
  }

  /** NaN where a figure it needs is not known; `reason` says why. */
  value({ isTrailing, periodsAgo }: PeriodItem): number {
    const newest = this.#newest();
    if (newest < 0) return this.#missing(this.#noneReason());
    const length = this.#lengthOf(newest);
    if (!isTrailing || length === 12 || length === TRAILING) return this.#figure(newest, periodsAgo);
    if (length === 0) return this.#missing(reasonCode.neverReported);
    let sum = 0;
    // From the oldest on: the order of additions is part of the result.
    for (let back = 12 / length - 1; back >= 0; back--) {
      const figure = this.#figure(newest, periodsAgo + back);
      if (Number.isNaN(figure)) return figure;
      sum += figure;
    }
    this.reason = reasonCode.present;
    return sum;
  }

  #newest(): number {
    let place = this.#ends.length - 1;
    while (place >= 0 && Number.isNaN(this.#facts.value[this.#versions[place]!]!)) place--;
    return place;
  }

  #lengthOf(place: number): number {
    return this.#facts.length[this.#versions[place]!]!;
  }

  /** The figure of the period that lies so many steps before another. */
  #figure(newest: number, steps: number): number {
    const length = this.#lengthOf(newest);
    if (steps === 0 || length <= 0) {
      const place = newest - steps;
      return place < 0 ? this.#missing(reasonCode.neverReported) : this.#valueAt(place);
    }
    const wanted = monthsBefore(this.#ends[newest]!, steps * length);
    const isMeant = (version: number, end: number) =>
      Math.abs(end - wanted) <= TOLERANCE_DAYS && this.#facts.length[version] === length;
    let best = -1;
    for (let place = lowerBound(this.#ends, wanted - TOLERANCE_DAYS); place < newest; place++) {
      const end = this.#ends[place]!;
      if (end > wanted + TOLERANCE_DAYS) break;
      const isNearer = best < 0 || Math.abs(end - wanted) < Math.abs(this.#ends[best]! - wanted);
      if (isNearer && isMeant(this.#versions[place]!, end)) best = place;
    }
    if (best >= 0) return this.#valueAt(best);
    for (let version = this.#next; version < this.#end; version++)
      if (isMeant(version, this.#facts.periodEnd[version]!)) return this.#missing(reasonCode.notYetKnown);
    return this.#missing(reasonCode.neverReported);
  }

  #valueAt(place: number): number {
    const value = this.#facts.value[this.#versions[place]!]!;
    this.reason = Number.isNaN(value) ? reasonCode.withdrawn : reasonCode.present;
    return value;
  }

  #noneReason(): number {
    if (this.#ends.length > 0) return reasonCode.withdrawn;
    return this.#next < this.#end ? reasonCode.notYetKnown : reasonCode.neverReported;
  }

  #missing(reason: number): number {
    this.reason = reason;
    return Number.NaN;
  }
}
