import type { UtcMicros } from "../contract/time.ts";
import { GrowingColumn } from "./growing-column.ts";

/** Why money or shares moved. */
export const EVENT_KINDS = [
  "capital",
  "fill",
  "settlement",
  "dividend",
  "dividend-payment",
  "split",
  "spin-off",
  "merger",
  "delisting",
  "interest",
  "borrow-fee",
  "accrual-payment",
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

const CODE = Object.fromEntries(EVENT_KINDS.map((kind, code) => [kind, code])) as Record<EventKind, number>;

/** One thing that happened to the book; its postings in the ledger carry its index. */
export interface BookEvent {
  readonly at: UtcMicros;
  readonly kind: EventKind;
  /** Panel index; −1 where the event is about money alone. */
  readonly instrument: number;
  /** Signed change of the position. */
  readonly shares: number;
  /** In the instrument's currency: the price or cash per share that was applied; the ratio for a split. */
  readonly price: number;
  /** What it brought in the run's minor units, costs deducted; what is due later counts when it is booked. */
  readonly cashMinor: number;
  /** Traded value and costs in the run's minor units, for a fill; otherwise 0. */
  readonly valueMinor: number;
  readonly costMinor: number;
}

/** The events of a book in order, one column per property. */
export class BookEvents {
  readonly #at = new GrowingColumn();
  readonly #kind = new GrowingColumn();
  readonly #instrument = new GrowingColumn();
  readonly #shares = new GrowingColumn();
  readonly #price = new GrowingColumn();
  readonly #cash = new GrowingColumn();
  readonly #value = new GrowingColumn();
  readonly #cost = new GrowingColumn();

  get length(): number {
    return this.#cash.length;
  }

  /** Begins an event and returns its index. Without `complete` it brings nothing. */
  add(at: UtcMicros, kind: EventKind, instrument: number, shares: number, price: number): number {
    this.#at.push(at);
    this.#kind.push(CODE[kind]);
    this.#instrument.push(instrument);
    this.#shares.push(shares);
    this.#price.push(price);
    this.#cash.push(0);
    this.#value.push(0);
    this.#cost.push(0);
    return this.#at.length - 1;
  }

  complete(event: number, cashMinor: number, valueMinor: number, costMinor: number): void {
    this.#cash.set(event, cashMinor);
    this.#value.set(event, valueMinor);
    this.#cost.set(event, costMinor);
  }

  sharesOf(event: number): number {
    return this.#shares.at(event);
  }

  at(event: number): BookEvent {
    return {
      at: this.#at.at(event),
      kind: EVENT_KINDS[this.#kind.at(event)]!,
      instrument: this.#instrument.at(event),
      shares: this.#shares.at(event),
      price: this.#price.at(event),
      cashMinor: this.#cash.at(event),
      valueMinor: this.#value.at(event),
      costMinor: this.#cost.at(event),
    };
  }

  list(): BookEvent[] {
    return Array.from({ length: this.length }, (_, event) => this.at(event));
  }

  ofKind(kind: EventKind): BookEvent[] {
    const events: BookEvent[] = [];
    for (let event = 0; event < this.length; event++)
      if (this.#kind.at(event) === CODE[kind]) events.push(this.at(event));
    return events;
  }
}
