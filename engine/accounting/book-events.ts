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

/** What is kept of an event beside its kind. */
export type BookEventFigure = Exclude<keyof BookEvent, "kind">;

/** The events of a book in order, one column per property. */
export class BookEvents {
  readonly #kind = new GrowingColumn();
  readonly #figures = {
    at: new GrowingColumn(),
    instrument: new GrowingColumn(),
    shares: new GrowingColumn(),
    price: new GrowingColumn(),
    cashMinor: new GrowingColumn(),
    valueMinor: new GrowingColumn(),
    costMinor: new GrowingColumn(),
  };

  get length(): number {
    return this.#figures.cashMinor.length;
  }

  /** Begins an event and returns its index. Without `complete` it brings nothing. */
  add(at: UtcMicros, kind: EventKind, instrument: number, shares: number, price: number): number {
    this.#figures.at.push(at);
    this.#kind.push(CODE[kind]);
    this.#figures.instrument.push(instrument);
    this.#figures.shares.push(shares);
    this.#figures.price.push(price);
    this.#figures.cashMinor.push(0);
    this.#figures.valueMinor.push(0);
    this.#figures.costMinor.push(0);
    return this.#figures.at.length - 1;
  }

  complete(event: number, cashMinor: number, valueMinor: number, costMinor: number): void {
    this.#figures.cashMinor.set(event, cashMinor);
    this.#figures.valueMinor.set(event, valueMinor);
    this.#figures.costMinor.set(event, costMinor);
  }

  sharesOf(event: number): number {
    return this.#figures.shares.at(event);
  }

  at(event: number): BookEvent {
    return {
      at: this.#figures.at.at(event),
      kind: EVENT_KINDS[this.#kind.at(event)]!,
      instrument: this.#figures.instrument.at(event),
      shares: this.#figures.shares.at(event),
      price: this.#figures.price.at(event),
      cashMinor: this.#figures.cashMinor.at(event),
      valueMinor: this.#figures.valueMinor.at(event),
      costMinor: this.#figures.costMinor.at(event),
    };
  }

  list(): BookEvent[] {
    return Array.from({ length: this.length }, (_, event) => this.at(event));
  }

  /** The indices of the events of a kind. */
  indicesOf(kind: EventKind): Int32Array {
    const code = CODE[kind];
    const indices = new Int32Array(this.length);
    let count = 0;
    for (let event = 0; event < this.length; event++)
      if (this.#kind.at(event) === code) indices[count++] = event;
    return indices.slice(0, count);
  }

  /** A property of some events, side by side. */
  column(name: BookEventFigure, events: Int32Array): Float64Array {
    const column = this.#figures[name];
    const cells = new Float64Array(events.length);
    for (let k = 0; k < cells.length; k++) cells[k] = column.at(events[k]!);
    return cells;
  }

  ofKind(kind: EventKind): BookEvent[] {
    return Array.from(this.indicesOf(kind), (event) => this.at(event));
  }
}
