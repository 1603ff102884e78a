import type { Panel } from "../contract/panel.ts";
import type { SessionDate } from "../contract/time.ts";
import { priceLimitAt } from "../execution/price-limits.ts";
import { createSessionBar, type SessionBar } from "../execution/session-bar.ts";
import { type MarketTicks, marketTicks, tickTableAt } from "../execution/tick-tables.ts";
import { readField } from "../expression/derived-field.ts";
import type { Marks } from "./marks.ts";
import { indexPanel } from "./panel-index.ts";

/** Sessions whose returns make up the daily volatility that an impact model asks for. */
const VOLATILITY_SESSIONS = 20;

/** What a bar has of numbers. */
const FIGURES = 6;

/** Reads the bars of one session after the other out of a panel's columns, into one object. */
export class BarReader {
  readonly #bar = createSessionBar();
  readonly #panel: Panel;
  readonly #marks: Marks;
  /** Open, high, low, close, volume and VWAP, as far as the panel has them. */
  readonly #columns: readonly (Float64Array | undefined)[];
  readonly #delistedRow: Int32Array;
  readonly #lot: Float64Array;
  readonly #ticks: readonly MarketTicks[];
  #adjusted: Float64Array | null = null;
  #market = -1;
  #row = 0;
  #instruments: readonly number[] = [];
  /** The session's open, high, low, close, volume and VWAP of each of them, side by side: NaN where there is no column. */
  #figures = new Float64Array(0);

  constructor(panel: Panel, marks: Marks) {
    this.#panel = panel;
    this.#marks = marks;
    const { high, low, volume, vwap } = panel.columns;
    this.#columns = [readField(panel, "open"), high, low, readField(panel, "close"), volume, vwap];
    this.#ticks = panel.markets.map(({ mic }) => marketTicks(mic));
    const { delistedRow, lot } = indexPanel(panel);
    this.#delistedRow = delistedRow;
    this.#lot = lot;
  }

  /**
   * The session that the following bars are of, and the instruments whose bars are wanted. Their cells lie far apart in
   * the panel: fetched at once, column by column, they are on their way together.
   */
  begin(market: number, date: SessionDate, row: number, instruments: readonly number[]): void {
    this.#row = row;
    // A day may have hundreds of sessions: one a minute.
    if (date !== this.#bar.date || market !== this.#market) {
      this.#market = market;
      this.#bar.date = date;
      this.#bar.priceLimit = priceLimitAt(this.#panel.markets[market]!.mic, date);
      this.#bar.ticks = tickTableAt(this.#ticks[market]!, date);
    }
    this.#instruments = instruments;
    if (this.#figures.length < FIGURES * instruments.length)
      this.#figures = new Float64Array(2 * FIGURES * instruments.length).fill(Number.NaN);
    for (let k = 0; k < FIGURES; k++) {
      const column = this.#columns[k];
      if (column) gather(column, this.#panel.offsets, row, instruments, this.#figures, k);
    }
  }

  /** The bar of the k-th instrument; the same object each time. */
  read(k: number): SessionBar {
    const bar = this.#bar;
    const instrument = this.#instruments[k]!;
    const figures = this.#figures;
    const first = FIGURES * k;
    bar.open = figures[first]!;
    bar.high = figures[first + 1]!;
    bar.low = figures[first + 2]!;
    bar.close = figures[first + 3]!;
    bar.volume = figures[first + 4]!;
    bar.vwap = figures[first + 5]!;
    bar.isHalted = this.#row >= this.#delistedRow[instrument]!;
    bar.previousClose = Number.isNaN(bar.priceLimit)
      ? Number.NaN
      : this.#marks.closeBefore(instrument, this.#row);
    bar.lot = this.#lot[instrument]!;
    return bar;
  }

  /** The standard deviation (ddof 1) of the daily returns before the session; NaN with fewer than two. */
  volatilityBefore(instrument: number): number {
    this.#adjusted ??= readField(this.#panel, "adjustedClose");
    const start = this.#panel.offsets[instrument]!;
    let n = 0;
    let sum = 0;
    const returns: number[] = [];
    for (let row = this.#row - 1; row >= 1 && row >= this.#row - VOLATILITY_SESSIONS; row--) {
      const r = this.#adjusted[start + row]! / this.#adjusted[start + row - 1]! - 1;
      if (Number.isNaN(r)) continue;
      returns.push(r);
      sum += r;
      n++;
    }
    if (n < 2) return Number.NaN;
    const mean = sum / n;
    let squares = 0;
    for (const r of returns) squares += (r - mean) * (r - mean);
    return Math.sqrt(squares / (n - 1));
  }
}

/** Writes a row's cell of each instrument to every sixth place from `place` on. */
function gather(
  column: Float64Array,
  offsets: Int32Array,
  row: number,
  instruments: readonly number[],
  figures: Float64Array,
  place: number,
): void {
  const count = instruments.length;
  for (let k = 0, to = place; k < count; k++, to += FIGURES)
    figures[to] = column[offsets[instruments[k]!]! + row]!;
}
