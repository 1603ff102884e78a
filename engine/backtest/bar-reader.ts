import type { Panel } from "../contract/panel.ts";
import type { SessionDate } from "../contract/time.ts";
import { priceLimitAt } from "../execution/price-limits.ts";
import { createSessionBar, type SessionBar } from "../execution/session-bar.ts";
import { compileMarketTicks, type MarketTicks, tickTableAt } from "../execution/tick-tables.ts";
import { readField } from "../expression/derived-field.ts";
import type { Marks } from "./marks.ts";
import { indexPanel } from "./panel-index.ts";

/** Sessions whose returns make up the daily volatility that an impact model asks for. */
const VOLATILITY_SESSIONS = 20;

/** Reads the bars of one session after the other out of a panel's columns, into one object. */
export class BarReader {
  readonly #bar = createSessionBar();
  readonly #panel: Panel;
  readonly #marks: Marks;
  readonly #open: Float64Array;
  readonly #close: Float64Array;
  readonly #high: Float64Array | undefined;
  readonly #low: Float64Array | undefined;
  readonly #volume: Float64Array | undefined;
  readonly #vwap: Float64Array | undefined;
  readonly #delistedRow: Int32Array;
  readonly #lot: Float64Array;
  readonly #ticks: readonly MarketTicks[];
  #adjusted: Float64Array | null = null;
  #row = 0;

  constructor(panel: Panel, marks: Marks) {
    this.#panel = panel;
    this.#marks = marks;
    this.#open = readField(panel, "open");
    this.#close = readField(panel, "close");
    const { high, low, volume, vwap } = panel.columns;
    this.#high = high;
    this.#low = low;
    this.#volume = volume;
    this.#vwap = vwap;
    this.#ticks = panel.markets.map(({ mic }) => compileMarketTicks(mic));
    const { delistedRow, lot } = indexPanel(panel);
    this.#delistedRow = delistedRow;
    this.#lot = lot;
  }

  /** The session that the following bars are of. */
  begin(market: number, date: SessionDate, row: number): void {
    this.#row = row;
    this.#bar.date = date;
    this.#bar.priceLimit = priceLimitAt(this.#panel.markets[market]!.mic, date);
    this.#bar.ticks = tickTableAt(this.#ticks[market]!, date);
  }

  /** The bar of an instrument; the same object each time. */
  read(instrument: number): SessionBar {
    const bar = this.#bar;
    const cell = this.#panel.offsets[instrument]! + this.#row;
    bar.open = this.#open[cell]!;
    bar.high = this.#high === undefined ? Number.NaN : this.#high[cell]!;
    bar.low = this.#low === undefined ? Number.NaN : this.#low[cell]!;
    bar.close = this.#close[cell]!;
    bar.volume = this.#volume === undefined ? Number.NaN : this.#volume[cell]!;
    bar.vwap = this.#vwap === undefined ? Number.NaN : this.#vwap[cell]!;
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
