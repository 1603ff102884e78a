import { ExactSum } from "./exact-sum.ts";

/** A trade, or a price of size 0. */
export interface Tick {
  readonly id: string;
  readonly instrument: string;
  /** UTC microseconds. */
  readonly at: number;
  readonly price: number;
  readonly size: number;
}

/** Names of the columns that a bar gives, as panels have them. */
export const barColumns = ["open", "high", "low", "close", "volume", "turnover"] as const;
export type BarColumn = (typeof barColumns)[number];

/**
 * The order of ticks: by instant, and within one by id, a shorter one first, so that numbers written out count. It does
 * not depend on the order in which they came.
 */
const comesBefore = (a: Tick, b: Tick): boolean => {
  if (a.at !== b.at) return a.at < b.at;
  if (a.id.length !== b.id.length) return a.id.length < b.id.length;
  return a.id < b.id;
};

/**
 * The bar of the ticks so far: a function of their set alone. Volume is the true sum of the sizes and turnover that of
 * price × size (each product rounded), both rounded once; the volume-weighted price is turnover ÷ volume.
 */
export class FormingBar {
  #first: Tick;
  #last: Tick;
  #high: number;
  #low: number;
  readonly #volume = new ExactSum();
  readonly #turnover = new ExactSum();
  /** When the newest tick came here, UTC milliseconds. */
  #receivedAt: number;

  constructor(first: Tick, receivedAt: number) {
    this.#first = first;
    this.#last = first;
    this.#high = first.price;
    this.#low = first.price;
    this.#receivedAt = receivedAt;
    this.#count(first);
  }

  add(tick: Tick, receivedAt: number): void {
    if (comesBefore(tick, this.#first)) this.#first = tick;
    if (comesBefore(this.#last, tick)) this.#last = tick;
    if (tick.price > this.#high) this.#high = tick.price;
    if (tick.price < this.#low) this.#low = tick.price;
    this.#receivedAt = Math.max(this.#receivedAt, receivedAt);
    this.#count(tick);
  }

  #count({ price, size }: Tick): void {
    this.#volume.add(size);
    this.#turnover.add(price * size);
  }

  get(column: BarColumn): number {
    switch (column) {
      case "open":
        return this.#first.price;
      case "high":
        return this.#high;
      case "low":
        return this.#low;
      case "close":
        return this.#last.price;
      case "volume":
        return this.#volume.value();
      case "turnover":
        return this.#turnover.value();
    }
  }

  /** The instant of the newest tick, UTC microseconds. */
  get lastAt(): number {
    return this.#last.at;
  }

  get receivedAt(): number {
    return this.#receivedAt;
  }
}
