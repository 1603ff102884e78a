import type { Panel } from "../contract/panel.ts";
import { readField } from "../expression/derived-field.ts";
import { carryAcross, type ExDate } from "./action-rows.ts";
import { indexPanel, NEVER } from "./panel-index.ts";

/** Marks as plain data. */
export interface SavedMarks {
  readonly applied: Int32Array;
  readonly knownRow: Int32Array;
  readonly openedRow: Int32Array;
  readonly price: Float64Array;
  readonly from: Int32Array;
}

/**
 * The price at which each instrument stands in the books: the newest one known, a close or the price of a fill, in the
 * instrument's currency, carried across the splits and ex-dates since. NaN before the first. Read when asked for, since
 * most instruments of a panel are never held.
 */
export class Marks {
  readonly #offsets: Int32Array;
  readonly #close: Float64Array;
  readonly #marketOf: Int32Array;
  readonly #sessionDates: readonly Int32Array[];
  readonly #delistedRow: Int32Array;
  readonly #exDates: readonly (readonly ExDate[])[];
  /** How many ex-dates of each instrument have been applied. */
  readonly #applied: Int32Array;
  /** The newest known row of each market, −1 before its first. Only `learn` writes to it. */
  readonly knownRows: Int32Array;
  /** The row at which each market last opened. */
  readonly #openedRow: Int32Array;
  readonly #price: Float64Array;
  /** The first row whose close would be newer than the price. */
  readonly #from: Int32Array;
  /**
   * By instrument, the first row from which on it stands at the close of the newest known row, where there is one, as
   * it is; NEVER for one that is delisted some day.
   */
  readonly plainFrom: Int32Array;
  /** By market, the last of these rows so far: from it on, all of its instruments stand so, but the delisted ones. */
  readonly lastPlainFrom: Int32Array;

  constructor(panel: Panel) {
    const size = panel.instruments.length;
    const { marketOf, delistedRow, exDates } = indexPanel(panel);
    this.#offsets = panel.offsets;
    this.#close = readField(panel, "close");
    this.#marketOf = marketOf;
    this.#sessionDates = panel.markets.map(({ sessionDates }) => sessionDates);
    this.#delistedRow = delistedRow;
    this.#exDates = exDates;
    this.#applied = new Int32Array(size);
    this.knownRows = new Int32Array(panel.markets.length).fill(-1);
    this.#openedRow = new Int32Array(panel.markets.length).fill(-1);
    this.#price = new Float64Array(size).fill(Number.NaN);
    this.#from = new Int32Array(size);
    this.plainFrom = new Int32Array(size);
    this.lastPlainFrom = new Int32Array(panel.markets.length);
    for (let i = 0; i < size; i++) this.#findPlain(i);
  }

  /** What a later run needs to go on from here. */
  save(): SavedMarks {
    return {
      applied: this.#applied.slice(),
      knownRow: this.knownRows.slice(),
      openedRow: this.#openedRow.slice(),
      price: this.#price.slice(),
      from: this.#from.slice(),
    };
  }

  restore(saved: SavedMarks): void {
    this.#applied.set(saved.applied);
    this.knownRows.set(saved.knownRow);
    this.#openedRow.set(saved.openedRow);
    this.#price.set(saved.price);
    this.#from.set(saved.from);
    this.lastPlainFrom.fill(0);
    for (let i = 0; i < this.plainFrom.length; i++) this.#findPlain(i);
  }

  /** The ex-dates of an instrument, ascending. */
  exDatesOf(instrument: number): readonly ExDate[] {
    return this.#exDates[instrument]!;
  }

  /** A market opened. */
  open(market: number, row: number): void {
    this.#openedRow[market] = row;
  }

  /** −1 before a market's first open. */
  openedRowOf(market: number): number {
    return this.#openedRow[market]!;
  }

  /** −1 before a market's first row is known. */
  knownRowOf(market: number): number {
    return this.knownRows[market]!;
  }

  /** A row of a market became known. */
  learn(market: number, row: number): void {
    this.knownRows[market] = row;
  }

  /** A fill is newer than every close before its row, until the close of that row is known. */
  fill(instrument: number, row: number, price: number): void {
    this.#price[instrument] = price;
    this.#from[instrument] = row;
    this.#findPlain(instrument);
  }

  /** Carries the price across the instrument's next ex-date. */
  passExDate(instrument: number): void {
    const price = this.at(instrument);
    const exDate = this.#exDates[instrument]![this.#applied[instrument]!]!;
    this.#applied[instrument]!++;
    this.#price[instrument] = carryAcross(price, exDate);
    this.#findPlain(instrument);
  }

  /** The price of an instrument that has one; else it is given one, until a close is known. */
  suppose(instrument: number, price: number): number {
    const own = this.at(instrument);
    if (!Number.isNaN(own)) return own;
    this.#price[instrument] = price;
    return price;
  }

  at(instrument: number): number {
    const known = Math.min(this.knownRows[this.#marketOf[instrument]!]!, this.#delistedRow[instrument]! - 1);
    const from = this.#from[instrument]!;
    if (known < from) return this.#price[instrument]!;
    const start = this.#offsets[instrument]!;
    for (let row = known; row >= from; row--) {
      const close = this.#close[start + row]!;
      if (Number.isNaN(close)) continue;
      this.#price[instrument] = this.#carryToNow(instrument, row, close);
      break;
    }
    this.#from[instrument] = known + 1;
    return this.#price[instrument]!;
  }

  /** The marks of the first `count` of some instruments: their cells lie far apart, and are fetched at once here. */
  readAll(instruments: Int32Array, count: number, prices: Float64Array): void {
    const close = this.#close;
    const offsets = this.#offsets;
    const marketOf = this.#marketOf;
    const knownRow = this.knownRows;
    const { plainFrom } = this;
    for (let k = 0; k < count; k++) {
      const i = instruments[k]!;
      const row = knownRow[marketOf[i]!]!;
      prices[k] = row >= plainFrom[i]! ? close[offsets[i]! + row]! : Number.NaN;
    }
    for (let k = 0; k < count; k++) if (Number.isNaN(prices[k])) prices[k] = this.at(instruments[k]!);
  }

  /**
   * The last close before the day of a row that has opened, carried to it: what its price limits are counted from. Of
   * minute bars that is not the minute before.
   */
  closeBefore(instrument: number, row: number): number {
    const start = this.#offsets[instrument]!;
    const dates = this.#sessionDates[this.#marketOf[instrument]!]!;
    for (let before = row - 1; before >= 0; before--) {
      const close = this.#close[start + before]!;
      if (!Number.isNaN(close) && dates[before]! < dates[row]!)
        return this.#carryToNow(instrument, before, close);
    }
    return Number.NaN;
  }

  #findPlain(instrument: number): void {
    const applied = this.#applied[instrument]!;
    const lastExRow = applied === 0 ? 0 : this.#exDates[instrument]![applied - 1]!.row;
    const isListed = this.#delistedRow[instrument] === NEVER;
    const from = isListed ? Math.max(this.#from[instrument]!, lastExRow) : NEVER;
    this.plainFrom[instrument] = from;
    const market = this.#marketOf[instrument]!;
    if (isListed && from > this.lastPlainFrom[market]!) this.lastPlainFrom[market] = from;
  }

  /** A row that is known only after the next open lies before ex-dates that have been applied already. */
  #carryToNow(instrument: number, row: number, close: number): number {
    const exDates = this.#exDates[instrument]!;
    const applied = this.#applied[instrument]!;
    let first = applied;
    while (first > 0 && exDates[first - 1]!.row > row) first--;
    let price = close;
    for (let k = first; k < applied; k++) price = carryAcross(price, exDates[k]!);
    return price;
  }
}
