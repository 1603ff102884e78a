import type { Fills } from "../contract/backtest.ts";
import type { UtcMicros } from "../contract/time.ts";
import { GrowingRows } from "./growing-rows.ts";

/** Why money or shares moved, and the number that stands for it: a word is looked up far more slowly. */
export const EVENT_CODE = {
  capital: 0,
  fill: 1,
  settlement: 2,
  dividend: 3,
  "dividend-payment": 4,
  split: 5,
  "spin-off": 6,
  merger: 7,
  delisting: 8,
  interest: 9,
  "borrow-fee": 10,
  "accrual-payment": 11,
} as const;

export type EventKind = keyof typeof EVENT_CODE;
export type EventCode = (typeof EVENT_CODE)[EventKind];

const KIND_OF = Object.keys(EVENT_CODE) as EventKind[];

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
type BookEventFigure = Exclude<keyof BookEvent, "kind">;

/** The contract's fills, with the instruments as the panel numbers them. */
type FillColumns = Omit<Fills, "instruments">;

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

/** The events of a book in order, each in eight cells: a line of the cache. */
export class BookEvents {
  readonly #rows = new GrowingRows(CELLS);
  #fills = 0;

  get length(): number {
    return this.#rows.length;
  }

  release(): void {
    this.#rows.release();
  }

  /** Begins an event and returns its index. Without `complete` it brings nothing. */
  add(at: UtcMicros, kind: EventCode, instrument: number, shares: number, price: number): number {
    const first = this.#rows.add();
    const cells = this.#rows.page;
    cells[first] = at;
    cells[first + 1] = instrument;
    cells[first + 2] = shares;
    cells[first + 3] = price;
    cells[first + 4] = 0;
    cells[first + 5] = 0;
    cells[first + 6] = 0;
    cells[first + KIND] = kind;
    if (kind === EVENT_CODE.fill) this.#fills++;
    return this.#rows.length - 1;
  }

  /** Says what the event that was begun last brought. */
  complete(cashMinor: number, valueMinor: number, costMinor: number): void {
    const first = this.#rows.last;
    const cells = this.#rows.page;
    cells[first + PLACE.cashMinor] = cashMinor;
    cells[first + PLACE.valueMinor] = valueMinor;
    cells[first + PLACE.costMinor] = costMinor;
  }

  /** Of the event that was begun last. */
  get lastShares(): number {
    return this.#rows.page[this.#rows.last + PLACE.shares]!;
  }

  valueMinorOf(event: number): number {
    return this.#rows.at(event, PLACE.valueMinor);
  }

  costMinorOf(event: number): number {
    return this.#rows.at(event, PLACE.costMinor);
  }

  at(event: number): BookEvent {
    const figure = (name: BookEventFigure) => this.#rows.at(event, PLACE[name]);
    return {
      at: figure("at"),
      kind: KIND_OF[this.#rows.at(event, KIND)]!,
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

  /** The fills, figure by figure. */
  fills(): FillColumns {
    const count = this.#fills;
    const columns = {
      at: new Float64Array(count),
      instrument: new Int32Array(count),
      shares: new Float64Array(count),
      price: new Float64Array(count),
      valueMinor: new Float64Array(count),
      costMinor: new Float64Array(count),
    };
    // In one walk, since an event is a line of the cache.
    for (let event = 0, k = 0; k < count; event++)
      if (this.#rows.at(event, KIND) === EVENT_CODE.fill) this.#copyFill(event, columns, k++);
    return columns;
  }

  ofKind(kind: EventKind): BookEvent[] {
    return this.list().filter((event) => event.kind === kind);
  }

  #copyFill(event: number, to: FillColumns, k: number): void {
    const rows = this.#rows;
    to.at[k] = rows.at(event, PLACE.at);
    to.instrument[k] = rows.at(event, PLACE.instrument);
    to.shares[k] = rows.at(event, PLACE.shares);
    to.price[k] = rows.at(event, PLACE.price);
    to.valueMinor[k] = rows.at(event, PLACE.valueMinor);
    to.costMinor[k] = rows.at(event, PLACE.costMinor);
  }
}
