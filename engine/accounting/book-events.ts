import type { UtcMicros } from "../contract/time.ts";

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

/** The place of each figure in an event's cells. */
const PLACE: Readonly<Record<BookEventFigure, number>> = {
  at: 0,
  instrument: 1,
  shares: 2,
  price: 3,
  cashMinor: 4,
  valueMinor: 5,
  costMinor: 6,
};
const KIND = 7;
const CELLS = 8;

/** The events of a book in order, each in eight cells that lie side by side: a line of the cache. */
export class BookEvents {
  #cells = new Float64Array(64 * CELLS);
  #end = 0;

  get length(): number {
    return this.#end / CELLS;
  }

  /** Begins an event and returns its index. Without `complete` it brings nothing. */
  add(at: UtcMicros, kind: EventKind, instrument: number, shares: number, price: number): number {
    const first = this.#end;
    if (first === this.#cells.length) {
      const larger = new Float64Array(2 * first);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    const cells = this.#cells;
    cells[first] = at;
    cells[first + 1] = instrument;
    cells[first + 2] = shares;
    cells[first + 3] = price;
    cells[first + KIND] = CODE[kind];
    this.#end = first + CELLS;
    return first / CELLS;
  }

  complete(event: number, cashMinor: number, valueMinor: number, costMinor: number): void {
    const first = event * CELLS;
    this.#cells[first + 4] = cashMinor;
    this.#cells[first + 5] = valueMinor;
    this.#cells[first + 6] = costMinor;
  }

  sharesOf(event: number): number {
    return this.#cells[event * CELLS + PLACE.shares]!;
  }

  at(event: number): BookEvent {
    const figure = (name: BookEventFigure) => this.#cells[event * CELLS + PLACE[name]]!;
    return {
      at: figure("at"),
      kind: EVENT_KINDS[this.#cells[event * CELLS + KIND]!]!,
      instrument: figure("instrument"),
      shares: figure("shares"),
      price: figure("price"),
      cashMinor: figure("cashMinor"),
      valueMinor: figure("valueMinor"),
      costMinor: figure("costMinor"),
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
    for (let event = 0; event < indices.length; event++)
      if (this.#cells[event * CELLS + KIND] === code) indices[count++] = event;
    return indices.slice(0, count);
  }

  /** A property of some events, side by side. */
  column(name: BookEventFigure, events: Int32Array): Float64Array {
    const place = PLACE[name];
    const column = new Float64Array(events.length);
    for (let k = 0; k < column.length; k++) column[k] = this.#cells[events[k]! * CELLS + place]!;
    return column;
  }

  ofKind(kind: EventKind): BookEvent[] {
    return Array.from(this.indicesOf(kind), (event) => this.at(event));
  }
}
