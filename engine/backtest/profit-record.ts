import type { Book, PaidCosts } from "../accounting/book.ts";
import { GrowingRows } from "../accounting/growing-rows.ts";
import type { Profits } from "../contract/backtest.ts";
import type { SessionDate } from "../contract/time.ts";
import { monthOf } from "./rebalance-sessions.ts";
import { takePairs } from "./take-pairs.ts";

/** What each instrument earned, month by month: what it brought in and out, and what it is worth, at two strikes. */
export class ProfitRecord {
  readonly #book: Book;
  readonly #order: Int32Array;
  readonly #valueHeld: (values: Float64Array) => void;
  /** By instrument: money in and out since the start, and worth, when the last period ended. */
  readonly #before: Float64Array;
  /** By instrument held: what it is worth now. */
  readonly #worth: Float64Array;
  #paidBefore: PaidCosts = { commission: 0, slippage: 0, tax: 0 };
  readonly #end: number[] = [];
  readonly #firstItem: number[] = [];
  /** Of each item: panel index and profit. */
  readonly #items = new GrowingRows(2);
  readonly #commissionMinor: number[] = [];
  readonly #slippageMinor: number[] = [];
  readonly #taxMinor: number[] = [];

  /**
   * @param order instruments in canonical order, in which they are listed
   * @param valueHeld writes what each instrument held is worth at the last strike, in the run's minor units
   */
  constructor(book: Book, order: Int32Array, valueHeld: (values: Float64Array) => void) {
    this.#book = book;
    this.#order = order;
    this.#valueHeld = valueHeld;
    this.#before = new Float64Array(book.shares.length);
    this.#worth = new Float64Array(book.shares.length);
  }

  /**
   * Takes note of a strike: the run's first, at which nothing has been earned, or the last of a month.
   * @param entry its place in the run's series
   * @param next the date of the strike after it; null for the last
   */
  strike(entry: number, date: SessionDate, next: SessionDate | null): void {
    if (entry === 0) this.#begin();
    else if (next === null || (next !== date && monthOf(next) !== monthOf(date))) this.#endPeriod(entry);
  }

  /** Gives the items' pages back. */
  release(): void {
    this.#items.release();
  }

  /** Takes what was noted out, in the contract's form, with instruments renumbered. */
  takeProfits(renumber: Int32Array): Profits {
    const firstItem = new Int32Array(this.#end.length + 1);
    firstItem.set(this.#firstItem);
    firstItem[this.#end.length] = this.#items.length;
    const [instrument, profitMinor] = takePairs(this.#items, renumber);
    return {
      end: Int32Array.from(this.#end),
      firstItem,
      instrument,
      profitMinor,
      commissionMinor: Float64Array.from(this.#commissionMinor),
      slippageMinor: Float64Array.from(this.#slippageMinor),
      taxMinor: Float64Array.from(this.#taxMinor),
    };
  }

  #begin(): void {
    this.#valueHeld(this.#worth);
    for (let i = 0; i < this.#before.length; i++) this.#before[i] = this.#soFar(i);
    this.#paidBefore = { ...this.#book.paid };
  }

  #endPeriod(entry: number): void {
    this.#end.push(entry);
    this.#firstItem.push(this.#items.length);
    this.#valueHeld(this.#worth);
    const order = this.#order;
    const before = this.#before;
    const { shares, flowsMinor } = this.#book;
    for (let k = 0; k < order.length; k++) {
      const i = order[k]!;
      if (shares[i] === 0 && flowsMinor[i] === before[i]) continue;
      const soFar = this.#soFar(i);
      const profit = soFar - before[i]!;
      if (profit === 0) continue;
      const first = this.#items.add();
      const { page } = this.#items;
      page[first] = i;
      page[first + 1] = profit;
      before[i] = soFar;
    }
    const { commission, slippage, tax } = this.#book.paid;
    this.#commissionMinor.push(commission - this.#paidBefore.commission);
    this.#slippageMinor.push(slippage - this.#paidBefore.slippage);
    this.#taxMinor.push(tax - this.#paidBefore.tax);
    this.#paidBefore = { commission, slippage, tax };
  }

  #soFar(i: number): number {
    const flows = this.#book.flowsMinor[i]!;
    return this.#book.shares[i] === 0 ? flows : flows + this.#worth[i]!;
  }
}
