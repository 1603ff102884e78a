import type { Book } from "../accounting/book.ts";
import { roundMinor } from "../accounting/money.ts";
import type { Panel } from "../contract/panel.ts";
import { readField } from "../expression/derived-field.ts";
import type { FxRates } from "./fx-rates.ts";
import type { Marks } from "./marks.ts";
import { indexPanel, NEVER } from "./panel-index.ts";

/** The most strikes that are valued together. */
const MOST_AHEAD = 64;

/** Fewer positions than this are read as fast one by one. */
const FEW_HELD = 4;

/** How many are valued next when the positions stayed longer than the last time; twice as many after them. */
const FEW_MORE = 4;

export interface HeldValuesSetting {
  readonly panel: Panel;
  readonly decisionMarket: number;
  readonly book: Book;
  readonly marks: Marks;
  readonly fx: FxRates;
  readonly minorPerUnit: number;
}

/**
 * What the positions of a book are worth at a strike. Positions change at few of the strikes, and the panel lies
 * instrument by instrument: so a position is valued at several strikes in a row, along its prices, for as long as the
 * positions stayed the last time. What comes of it is used strike by strike, where nothing has changed since and every
 * instrument stands at the close of its newest known row; elsewhere each mark is read as it is. Sums are of whole
 * numbers, and so the same.
 */
export class HeldValues {
  /** Sums of the last `read`, in the run's minor units. */
  netMinor = 0;
  grossMinor = 0;
  /** How many strikes were valued ahead of their time, and served. */
  served = 0;
  readonly #setting: HeldValuesSetting;
  readonly #close: Float64Array;
  readonly #offsets: Int32Array;
  readonly #marketOf: Int32Array;
  readonly #decisionAt: Float64Array;
  #seen = -1;
  /** How many strikes have been since the positions changed. */
  #since = 0;
  /** The strikes that are valued ahead, none of which is before #first, and how many they will be next time. */
  #first = 0;
  #count = 0;
  #ahead = 1;
  #more = FEW_MORE;
  /** By strike: what is held long, and what is held short, is worth. */
  readonly #long = new Float64Array(MOST_AHEAD);
  readonly #short = new Float64Array(MOST_AHEAD);
  /** By market, then by strike: the newest known row, and the run's currency per unit of the market's. */
  readonly #rows: Int32Array;
  readonly #rates: Float64Array;
  /** By place in `book.held`, whenever they are asked for. */
  readonly #prices: Float64Array;

  constructor(setting: HeldValuesSetting) {
    const { panel, decisionMarket } = setting;
    const markets = panel.markets.length;
    this.#setting = setting;
    this.#close = readField(panel, "close");
    this.#offsets = panel.offsets;
    this.#marketOf = indexPanel(panel).marketOf;
    this.#decisionAt = panel.markets[decisionMarket]!.decisionAt;
    this.#rows = new Int32Array(markets * MOST_AHEAD);
    this.#rates = new Float64Array(markets * MOST_AHEAD);
    this.#prices = new Float64Array(panel.instruments.length);
  }

  /**
   * @param row the strike's, in the decision market
   * @param rates the run's currency per unit of each market's
   */
  read(row: number, rates: Float64Array): void {
    const { book } = this.#setting;
    if (book.changes !== this.#seen) {
      this.#seen = book.changes;
      this.#ahead = Math.min(Math.max(this.#since, 1), MOST_AHEAD);
      this.#more = FEW_MORE;
      this.#since = 0;
      this.#count = 0;
    } else if (row >= this.#first + this.#count) {
      this.#ahead = this.#more;
      this.#more = Math.min(2 * this.#more, MOST_AHEAD);
    }
    this.#since++;
    if (book.heldCount === 0) {
      this.netMinor = 0;
      this.grossMinor = 0;
      return;
    }
    if (book.heldCount < FEW_HELD) {
      this.#readEach(rates);
      return;
    }
    if (this.#ahead > 1 && !(row >= this.#first && row < this.#first + this.#count)) this.#valueAhead(row);
    const k = row - this.#first;
    const net = k >= 0 && k < this.#count ? this.#long[k]! - this.#short[k]! : Number.NaN;
    if (!Number.isNaN(net) && this.#isAsForeseen(k, rates)) {
      this.netMinor = net;
      this.grossMinor = this.#long[k]! + this.#short[k]!;
      this.served++;
    } else this.#readEach(rates);
  }

  /** What each position is worth now, by instrument. */
  valueHeld(rates: Float64Array, values: Float64Array): void {
    const { book, marks, minorPerUnit } = this.#setting;
    const { held, heldCount, shares } = book;
    marks.readAll(held, heldCount, this.#prices);
    for (let k = 0; k < heldCount; k++) {
      const i = held[k]!;
      const unit = this.#prices[k]! * rates[this.#marketOf[i]!]! * minorPerUnit;
      values[i] = roundMinor(shares[i]! * unit);
    }
  }

  #readEach(rates: Float64Array): void {
    const { book, marks, minorPerUnit } = this.#setting;
    const { held, heldCount, shares } = book;
    const close = this.#close;
    const offsets = this.#offsets;
    const marketOf = this.#marketOf;
    const { plainFrom, knownRows } = marks;
    let net = 0;
    let gross = 0;
    for (let k = 0; k < heldCount; k++) {
      const i = held[k]!;
      const m = marketOf[i]!;
      const row = knownRows[m]!;
      let price = row >= plainFrom[i]! ? close[offsets[i]! + row]! : Number.NaN;
      if (Number.isNaN(price)) price = marks.at(i);
      const value = roundMinor(shares[i]! * (price * rates[m]! * minorPerUnit));
      net += value;
      gross += Math.abs(value);
    }
    this.netMinor = net;
    this.grossMinor = gross;
  }

  /** Whether the rows, the rates and where the instruments stand are what the k-th strike was valued with. */
  #isAsForeseen(k: number, rates: Float64Array): boolean {
    const { marks } = this.#setting;
    for (let m = 0; m < rates.length; m++) {
      const row = marks.knownRowOf(m);
      const at = m * MOST_AHEAD + k;
      if (row !== this.#rows[at] || row < marks.lastPlainFrom[m]! || rates[m] !== this.#rates[at])
        return false;
    }
    return true;
  }

  #valueAhead(row: number): void {
    const { panel, book, marks, fx, minorPerUnit } = this.#setting;
    const count = Math.min(this.#ahead, this.#decisionAt.length - row);
    this.#first = row;
    this.#count = count;
    for (let m = 0; m < panel.markets.length; m++) {
      const { decisionAt } = panel.markets[m]!;
      let known = marks.knownRowOf(m);
      for (let k = 0; k < count; k++) {
        const at = this.#decisionAt[row + k]!;
        while (known + 1 < decisionAt.length && decisionAt[known + 1]! <= at) known++;
        this.#rows[m * MOST_AHEAD + k] = known;
        this.#rates[m * MOST_AHEAD + k] = fx.intoBase(m, at);
      }
    }
    this.#long.fill(0, 0, count);
    this.#short.fill(0, 0, count);
    const { held, heldCount, shares } = book;
    for (let p = 0; p < heldCount; p++) {
      const i = held[p]!;
      const m = this.#marketOf[i]! * MOST_AHEAD;
      if (marks.plainFrom[i] === NEVER || this.#rows[m]! < 0) {
        this.#long.fill(Number.NaN, 0, count);
        return;
      }
      const size = Math.abs(shares[i]!);
      const sums = shares[i]! > 0 ? this.#long : this.#short;
      addValues(this.#close, this.#offsets[i]!, this.#rows, this.#rates, m, size, minorPerUnit, sums, count);
    }
  }
}

/**
 * Adds what a position of so many shares is worth at each of some strikes; NaN where it has no close. A function of its
 * own, for its loop. Prices and rates are above 0, so that rounding is `roundMinor`.
 */
function addValues(
  close: Float64Array,
  start: number,
  rows: Int32Array,
  rates: Float64Array,
  from: number,
  size: number,
  minorPerUnit: number,
  sums: Float64Array,
  count: number,
): void {
  for (let k = 0; k < count; k++)
    sums[k]! += Math.floor(size * (close[start + rows[from + k]!]! * rates[from + k]! * minorPerUnit) + 0.5);
}
