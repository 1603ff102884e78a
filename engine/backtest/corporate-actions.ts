import type { Book } from "../accounting/book.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { readField } from "../expression/derived-field.ts";
import { type ExDate, type ExShares, payRowOf } from "./action-rows.ts";
import { delistReturnOf, noDelistReturn } from "./delisting-return.ts";
import type { FxRates } from "./fx-rates.ts";
import { LateActions, type SavedLateActions } from "./late-actions.ts";
import { MarketRows } from "./market-rows.ts";
import type { Marks } from "./marks.ts";
import type { OrderDesk } from "./order-desk.ts";
import { type InstrumentExDate, indexPanel } from "./panel-index.ts";

export interface CorporateActionsSetting {
  readonly panel: Panel;
  readonly config: BacktestConfig;
  readonly fx: FxRates;
  readonly book: Book;
  readonly marks: Marks;
  readonly desk: OrderDesk;
}

/** How many ex-dates and delistings of each market have been played. */
export interface SavedActions {
  readonly exDates: readonly number[];
  readonly delistings: readonly number[];
  readonly late: SavedLateActions;
}

/**
 * Plays what companies do to their shares: dividends, splits, spin-offs and mergers at an open, delistings and what was
 * due before once known.
 */
export class CorporateActions {
  readonly #setting: CorporateActionsSetting;
  readonly #open: Float64Array;
  readonly #exDates: readonly MarketRows<InstrumentExDate>[];
  readonly #delistings: readonly MarketRows<number>[];
  readonly #late: LateActions;

  constructor(setting: CorporateActionsSetting) {
    const { panel } = setting;
    this.#setting = setting;
    this.#open = readField(panel, "open");
    this.#late = new LateActions(setting);
    const { exDatesOfMarket, delistingsOfMarket } = indexPanel(panel);
    this.#exDates = exDatesOfMarket.map((rows) => new MarketRows(rows));
    this.#delistings = delistingsOfMarket.map((rows) => new MarketRows(rows));
  }

  save(): SavedActions {
    return {
      exDates: this.#exDates.map(({ taken }) => taken),
      delistings: this.#delistings.map(({ taken }) => taken),
      late: this.#late.save(),
    };
  }

  restore(saved: SavedActions): void {
    for (const [market, taken] of saved.exDates.entries()) this.#exDates[market]!.restore(taken);
    for (const [market, taken] of saved.delistings.entries()) this.#delistings[market]!.restore(taken);
    this.#late.restore(saved.late);
  }

  /** The next session of a market on which anything goes ex, ends or becomes known late; infinity after the last. */
  nextRow(market: number): number {
    const { nextRow } = this.#exDates[market]!;
    return Math.min(nextRow, this.#delistings[market]!.nextRow, this.#late.nextRow(market));
  }

  /** At an open: what goes ex, for those who held before it. */
  goEx(at: number, market: number, row: number, rate: number): void {
    if (row < this.nextRow(market)) return;
    const noted = this.#late.noteHoldings(market, row);
    const exDates = this.#exDates[market]!;
    for (let next = exDates.take(row); next !== null; next = exDates.take(row))
      this.#play(at, next.instrument, next.exDate, row, rate);
    this.#late.noteOwed(noted);
  }

  /**
   * Once a row is known: what was due before and is known only now is booked, and positions in what is listed no longer
   * end at their mark and the delisting return.
   */
  learn(at: number, market: number, row: number): void {
    if (row < this.nextRow(market)) return;
    for (const i of this.#late.book(at, market, row)) if (this.#isGone(i)) this.#delist(at, i);
    const delistings = this.#delistings[market]!;
    for (let i = delistings.take(row); i !== null; i = delistings.take(row)) this.#delist(at, i);
  }

  #delist(at: number, i: number): void {
    const { panel, fx, book, marks, desk } = this.#setting;
    desk.cancelAll(i, "delisted", at);
    if (book.shares[i] === 0) return;
    const { iid, market } = panel.instruments[i]!;
    const delistReturn = delistReturnOf(panel, i);
    if (Number.isNaN(delistReturn)) throw noDelistReturn(iid);
    book.cashOut(at, "delisting", i, marks.at(i) * (1 + delistReturn), fx.intoBase(market, at));
  }

  /** Shares of what is known to be listed no longer cannot be held: their worth is paid out. */
  #isGone(instrument: number): boolean {
    const { delistedRow, market } = this.#setting.panel.instruments[instrument]!;
    return delistedRow >= 0 && delistedRow <= this.#setting.marks.knownRowOf(market);
  }

  #play(at: number, i: number, exDate: ExDate, row: number, rate: number): void {
    const { panel, config, book, marks, desk } = this.#setting;
    const { mic, sessionDates } = panel.markets[panel.instruments[i]!.market]!;
    const before = marks.at(i);
    marks.passExDate(i);
    desk.adjust(i, exDate.cash + spunOff(before, exDate), exDate.ratio);
    for (const { cash, payDate } of exDate.dividends) {
      const withheld = config.dividendTaxPercent?.[mic] ?? 0;
      book.payDividend(at, i, cash, rate, withheld, payRowOf(sessionDates, payDate, row));
      this.#late.payDividend(i, cash);
    }
    if (exDate.ratio !== 1) {
      this.#late.split(i, exDate.ratio);
      const open = this.#open[panel.offsets[i]! + row]!;
      book.split(at, i, exDate.ratio, Number.isNaN(open) ? marks.at(i) : open, rate);
    }
    let price = Math.max(0, before - exDate.cash) / exDate.ratio;
    for (const received of exDate.shares) {
      this.#receive(at, i, received, price, rate);
      if (received.kind === "spin-off") price *= 1 - received.costShare;
    }
  }

  /** A spin-off or a merger. The other instrument stands at its own newest price, or at its part of this one's. */
  #receive(
    at: number,
    i: number,
    { kind, other, ratio, costShare, cash }: ExShares,
    price: number,
    rate: number,
  ) {
    const { book, marks, desk } = this.#setting;
    const isMerger = kind === "merger";
    let paid = cash;
    if (other >= 0 && ratio > 0 && book.shares[i] !== 0) {
      const implied = (isMerger ? Math.max(0, price - cash) : price * costShare) / ratio;
      const worth = marks.suppose(other, implied);
      const moved = !isMerger ? costShare : cash === 0 ? 1 : (ratio * worth) / (ratio * worth + cash);
      if (!this.#isGone(other)) book.receiveShares(at, kind, i, other, ratio, moved, worth, rate);
      else if (isMerger) paid += ratio * worth;
      else book.payDividend(at, i, ratio * worth, rate, 0, null);
    }
    if (!isMerger) return;
    book.cashOut(at, "merger", i, paid, rate);
    desk.cancelAll(i, "merged", at);
  }
}

/** What spin-offs take of the price per old share, which orders come down by as they do by a dividend. */
function spunOff(before: number, { cash, kept }: ExDate): number {
  return kept === 1 || Number.isNaN(before) ? 0 : Math.max(0, before - cash) * (1 - kept);
}
