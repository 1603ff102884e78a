import type { Book, Charges } from "../accounting/book.ts";
import { minorPerUnit } from "../accounting/money.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { FillPolicy, OpenOrder, OrderChange, OrderRequest } from "../contract/orders.ts";
import type { Panel } from "../contract/panel.ts";
import { reduceOrders, splitOrders } from "../execution/adjust-orders.ts";
import type { CompiledCosts } from "../execution/costs/compile-costs.ts";
import { FillBuffer } from "../execution/fill-buffer.ts";
import {
  PLAY_AFTER_CLOSE,
  PLAY_CLOSING,
  PLAY_INTRABAR,
  PLAY_OPENING,
  SessionMatcher,
} from "../execution/match-session.ts";
import { BETWEEN_SESSIONS, OrderBook } from "../execution/order-book.ts";
import { AFTER_CLOSE, CLOSING, momentOf, OPENING } from "../execution/order-codes.ts";
import { type OrderBookSnapshot, restoreOrders, snapshotOrders } from "../execution/order-snapshot.ts";
import type { SessionBar } from "../execution/session-bar.ts";
import { BarReader } from "./bar-reader.ts";
import type { Marks } from "./marks.ts";
import type { OrderLog } from "./order-log.ts";
import { indexPanel } from "./panel-index.ts";
import { settlementRowAfter } from "./settlement-row.ts";

export interface OrderDeskSetting {
  readonly panel: Panel;
  readonly config: BacktestConfig;
  readonly costs: CompiledCosts;
  readonly book: Book;
  readonly marks: Marks;
  readonly log: OrderLog;
}

/** Takes orders, matches them phase by phase against each market's sessions, and books what fills, with its costs. */
export class OrderDesk {
  readonly #setting: OrderDeskSetting;
  readonly #fills = new FillBuffer();
  readonly #bars: BarReader;
  readonly #marketOf: Int32Array;
  /** Place of each instrument in canonical order. */
  readonly #rank: Int32Array;
  readonly #dayStarts: readonly (Int32Array | null)[];
  /** The instruments of each market with open orders, and whether they stand in canonical order. */
  readonly #waiting: number[][];
  readonly #isWaiting: Uint8Array;
  readonly #isSorted: boolean[];
  readonly #charges: Charges = { commission: 0, slippage: 0, tax: 0 };
  readonly #minor: Float64Array;
  #orders: OrderBook;
  #matcher: SessionMatcher;
  /** Whether an order for the close that was decided on has been placed since such orders were last played. */
  #hasUnsafe = false;

  constructor(setting: OrderDeskSetting) {
    const { panel } = setting;
    const { marketOf, rank, dayStarts } = indexPanel(panel);
    const size = panel.instruments.length;
    this.#marketOf = marketOf;
    this.#rank = rank;
    this.#dayStarts = dayStarts;
    this.#setting = setting;
    this.#bars = new BarReader(panel, setting.marks);
    this.#waiting = panel.markets.map(() => []);
    this.#isWaiting = new Uint8Array(size);
    this.#isSorted = panel.markets.map(() => true);
    this.#minor = Float64Array.from(panel.markets, ({ currency }) => minorPerUnit(currency));
    this.#orders = new OrderBook(size);
    this.#matcher = this.#createMatcher();
  }

  /** Bars on which the order of prices decided a fill and is unknown. */
  get ambiguousBars(): number {
    return this.#orders.ambiguousBars;
  }

  /** Places an order that may fill strictly after `at`; the id of its first order. */
  submit(instrument: number, request: OrderRequest, at: number): number {
    const market = this.#marketOf[instrument]!;
    const entry = request.type === "bracket" ? request.entry : request;
    const isUnsafe = entry.type === "market" && entry.fillAt === "same-bar-close";
    const row = this.#setting.marks.knownRowOf(market);
    const id = this.#orders.submit(instrument, request, {
      today: this.#setting.panel.markets[market]!.sessionDates[Math.max(row, 0)]!,
      activeFrom: isUnsafe ? momentOf(row, AFTER_CLOSE) : this.#firstMomentAfter(market, at),
      price: this.#setting.marks.at(instrument),
    });
    this.#hasUnsafe ||= isUnsafe;
    this.#wait(instrument, market);
    this.#setting.log.order(instrument, request);
    return id;
  }

  /** A market order of the run's fill policy, open until it fills or is replaced. */
  submitMarket(instrument: number, shares: number, fillAt: FillPolicy, at: number): void {
    const market = this.#marketOf[instrument]!;
    const isUnsafe = fillAt === "same-bar-close";
    const from = isUnsafe
      ? momentOf(this.#setting.marks.knownRowOf(market), AFTER_CLOSE)
      : this.#firstMomentAfter(market, at);
    this.#orders.submitMarket(instrument, shares, fillAt, "gtc", from);
    this.#hasUnsafe ||= isUnsafe;
    this.#wait(instrument, market);
    this.#setting.log.marketOrder(instrument, shares);
  }

  /** False when the order is no longer open. */
  cancel(id: number, at: number): boolean {
    const i = this.#orders.instrumentOf(id);
    const isOpen = i >= 0 && this.#orders.cancel(id, this.#sessionUnderWay(this.#marketOf[i]!, at));
    if (isOpen) this.#setting.log.cancel(id);
    return isOpen;
  }

  amend(id: number, change: OrderChange, at: number): void {
    const i = this.#orders.instrumentOf(id);
    const market = i < 0 ? 0 : this.#marketOf[i]!;
    const from = this.#firstMomentAfter(market, at);
    this.#orders.amend(id, change, from, this.#sessionUnderWay(market, at));
    this.#setting.log.amend(id, change);
  }

  openOrders(instrument: number): OpenOrder[] {
    return this.#orders.openOrders(instrument);
  }

  hasOrders(instrument: number): boolean {
    return this.#isWaiting[instrument] === 1 && this.#orders.hasOrders(instrument);
  }

  /** Takes out an instrument's orders: it is replaced, delisted or merged. */
  cancelAll(instrument: number, reason: "cancelled" | "delisted" | "merged", at: number): void {
    if (!this.hasOrders(instrument)) return;
    const session = this.#sessionUnderWay(this.#marketOf[instrument]!, at);
    this.#orders.cancelInstrument(instrument, reason, session);
  }

  /** Carries open orders across an ex-date: the cash per old share first, then the split. */
  adjust(instrument: number, cash: number, ratio: number): void {
    if (!this.hasOrders(instrument)) return;
    if (cash > 0) reduceOrders(this.#orders, instrument, cash);
    if (ratio !== 1) splitOrders(this.#orders, instrument, ratio);
  }

  /** Whether no order waits in a market: then nothing can fill there. */
  isIdle(market: number): boolean {
    return this.#waiting[market]!.length === 0;
  }

  get isIdleEverywhere(): boolean {
    return this.#waiting.every(({ length }) => length === 0);
  }

  playOpen(at: number, market: number, row: number, rate: number): void {
    this.#play(at, market, row, rate, PLAY_OPENING);
  }

  /** The rest of a session, and its end. */
  playClose(at: number, market: number, row: number, rate: number): void {
    this.#orders.ended.clear();
    if (this.#waiting[market]!.length === 0) return;
    this.#play(at, market, row, rate, PLAY_INTRABAR | PLAY_CLOSING);
    const { sessionDates, nextSessionDates } = this.#setting.panel.markets[market]!;
    const date = sessionDates[row]!;
    const isDayOver = (sessionDates[row + 1] ?? nextSessionDates?.[row]) !== date;
    for (const i of this.#waiting[market]!) this.#orders.expire(i, row, date, isDayOver);
    this.#forget(market);
  }

  /**
   * The unsafe fill at the close that was decided on: orders of the newest known row of each market, at its close. Not
   * where the next session is under way, for what went ex or settled at its open would be missed: there they fill at
   * the next close.
   * @param rates the run's currency per unit of each market's
   */
  playAfterClose(at: number, rates: Float64Array): void {
    if (!this.#hasUnsafe) return;
    this.#hasUnsafe = false;
    const { marks } = this.#setting;
    for (let market = 0; market < rates.length; market++) {
      const row = marks.knownRowOf(market);
      if (row >= 0 && row === marks.openedRowOf(market))
        this.#play(at, market, row, rates[market]!, PLAY_AFTER_CLOSE);
    }
  }

  /** What a later run needs to go on from here. */
  save(): OrderBookSnapshot {
    return snapshotOrders(this.#orders);
  }

  restore(saved: OrderBookSnapshot): void {
    this.#orders = restoreOrders(saved);
    this.#matcher = this.#createMatcher();
    for (const i of new Set(saved.columns.instrument)) this.#wait(i, this.#marketOf[i]!);
  }

  #createMatcher(): SessionMatcher {
    return new SessionMatcher(
      this.#orders,
      this.#fills,
      this.#setting.config.volumeCap ?? this.#setting.costs.volumeCap,
    );
  }

  #wait(instrument: number, market: number): void {
    if (this.#isWaiting[instrument] === 1) return;
    this.#isWaiting[instrument] = 1;
    const waiting = this.#waiting[market]!;
    const last = waiting.at(-1);
    if (last !== undefined && this.#rank[last]! > this.#rank[instrument]!) this.#isSorted[market] = false;
    waiting.push(instrument);
  }

  /** Drops the instruments of a market that have no orders left. */
  #forget(market: number): void {
    const waiting = this.#waiting[market]!;
    let kept = 0;
    for (const i of waiting)
      if (this.#orders.hasOrders(i)) waiting[kept++] = i;
      else this.#isWaiting[i] = 0;
    if (kept < waiting.length) waiting.length = kept;
  }

  /** The session of a market that has begun before an instant and goes on after it. */
  #sessionUnderWay(market: number, at: number): number {
    const row = this.#setting.marks.openedRowOf(market);
    const { openAt, closeAt } = this.#setting.panel.markets[market]!;
    return row >= 0 && openAt[row]! < at && at < closeAt[row]! ? row : BETWEEN_SESSIONS;
  }

  /** The first phase of a market's sessions that lies strictly after an instant. */
  #firstMomentAfter(market: number, at: number): number {
    const row = this.#setting.marks.openedRowOf(market);
    const isUnderWay = row >= 0 && at < this.#setting.panel.markets[market]!.closeAt[row]!;
    return isUnderWay ? momentOf(row, CLOSING) : momentOf(row + 1, OPENING);
  }

  #play(at: number, market: number, row: number, rate: number, phases: number): void {
    const waiting = this.#waiting[market]!;
    if (waiting.length === 0 || Number.isNaN(rate)) return;
    if (!this.#isSorted[market]) {
      waiting.sort((a, b) => this.#rank[a]! - this.#rank[b]!);
      this.#isSorted[market] = true;
    }
    const { panel, config, log } = this.#setting;
    this.#bars.begin(market, panel.markets[market]!.sessionDates[row]!, row, waiting);
    const dayStarts = this.#dayStarts[market]!;
    const dueRow = settlementRowAfter(panel.markets[market]!, dayStarts, row, config.settlementSessions);
    for (let k = 0; k < waiting.length; k++) {
      const bar = this.#bars.read(k);
      this.#matcher.match(waiting[k]!, row, bar, phases);
      if (this.#fills.count > 0) this.#bookFills(at, market, row, dueRow, rate, bar);
    }
    log.seal(at);
    if (phases & PLAY_OPENING) this.#forget(market);
  }

  #bookFills(at: number, market: number, row: number, dueRow: number, rate: number, bar: SessionBar): void {
    const { book, marks, log, config, costs } = this.#setting;
    const isVolatilityNeeded = config.costs.slippage.kind === "square-root";
    for (let k = 0; k < this.#fills.count; k++) {
      const i = this.#fills.instrument[k]!;
      const shares = this.#fills.shares[k]!;
      const price = this.#fills.price[k]!;
      const volatility = isVolatilityNeeded ? this.#bars.volatilityBefore(i) : Number.NaN;
      costs.charge(
        market,
        bar.date,
        shares,
        price,
        this.#minor[market]!,
        bar.volume,
        volatility,
        this.#charges,
        i,
      );
      marks.fill(i, row, price);
      const fill = book.trade(at, i, shares, price, rate, this.#charges, dueRow);
      log.fill(i, shares, book.events.valueMinorOf(fill), book.events.costMinorOf(fill));
    }
    this.#fills.clear();
    if (dueRow === row) book.settle(at, market, row, rate);
  }
}
