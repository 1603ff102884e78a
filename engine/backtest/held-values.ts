import type { Book } from "../accounting/book.ts";
import { roundMinor } from "../accounting/money.ts";
import type { Panel } from "../contract/panel.ts";
import { readField } from "../expression/derived-field.ts";
import type { Marks } from "./marks.ts";
import { indexPanel } from "./panel-index.ts";

/**
 * What the positions of a book are worth at a strike. Positions change at few of the strikes, so what is read of each
 * stands side by side until one does.
 */
export class HeldValues {
  /** Sums of the last `read`, in the run's minor units. */
  netMinor = 0;
  grossMinor = 0;
  readonly #book: Book;
  readonly #marks: Marks;
  readonly #close: Float64Array;
  readonly #offsets: Int32Array;
  readonly #marketOf: Int32Array;
  readonly #minor: number;
  #seen = -1;
  /** By place in `book.held`: the first cell, the market and the shares. */
  readonly #first: Int32Array;
  readonly #market: Int32Array;
  readonly #shares: Float64Array;
  /** The newest known row of each market. */
  readonly #known: Int32Array;

  constructor(panel: Panel, book: Book, marks: Marks, minorPerUnit: number) {
    const size = panel.instruments.length;
    this.#book = book;
    this.#marks = marks;
    this.#close = readField(panel, "close");
    this.#offsets = panel.offsets;
    this.#marketOf = indexPanel(panel).marketOf;
    this.#minor = minorPerUnit;
    this.#first = new Int32Array(size);
    this.#market = new Int32Array(size);
    this.#shares = new Float64Array(size);
    this.#known = new Int32Array(panel.markets.length);
  }

  /** @param rates the run's currency per unit of each market's */
  read(rates: Float64Array): void {
    const { heldCount, held } = this.#book;
    if (this.#book.changes !== this.#seen) this.#gather();
    this.#seen = this.#book.changes;
    for (let m = 0; m < rates.length; m++) this.#known[m] = this.#marks.knownRowOf(m);
    const known = this.#known;
    const close = this.#close;
    const first = this.#first;
    const market = this.#market;
    const { plainFrom } = this.#marks;
    let net = 0;
    let gross = 0;
    // Whole numbers: their sum is exact, so the order in which positions are held does not show.
    for (let k = 0; k < heldCount; k++) {
      const m = market[k]!;
      const row = known[m]!;
      let price = row >= plainFrom[held[k]!]! ? close[first[k]! + row]! : Number.NaN;
      if (Number.isNaN(price)) price = this.#marks.at(held[k]!);
      const value = roundMinor(this.#shares[k]! * (price * rates[m]! * this.#minor));
      net += value;
      gross += Math.abs(value);
    }
    this.netMinor = net;
    this.grossMinor = gross;
  }

  #gather(): void {
    const { held, heldCount, shares } = this.#book;
    for (let k = 0; k < heldCount; k++) {
      const i = held[k]!;
      this.#first[k] = this.#offsets[i]!;
      this.#market[k] = this.#marketOf[i]!;
      this.#shares[k] = shares[i]!;
    }
  }
}
