import { Book, type SavedBook, wholeShares } from "../accounting/book.ts";
import { minorPerUnit, roundMinor } from "../accounting/money.ts";
import { ArgumentError } from "../argument-error.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { NO_SESSION } from "../contract/time.ts";
import { readField } from "../expression/derived-field.ts";
import type { ExDate, ExShares } from "./action-rows.ts";
import { chargeProportionally } from "./charge.ts";
import type { FxRates } from "./fx-rates.ts";
import { MarketRows } from "./market-rows.ts";
import { Marks, NEVER, type SavedMarks } from "./marks.ts";
import { OrderLog, type SavedOrderLog } from "./order-log.ts";
import { formatSessionDate, markRebalanceSessions } from "./rebalance-sessions.ts";
import { SimulationRecord } from "./simulation-record.ts";
import type { Decide } from "./target-weights.ts";
import { PHASE, type SavedTimeline, Timeline } from "./timeline.ts";

export interface SimulationSetting {
  readonly panel: Panel;
  readonly decisionMarket: number;
  readonly rebalance: Parameters<typeof markRebalanceSessions>[1];
  readonly config: BacktestConfig;
  readonly fx: FxRates;
  /** Instruments in canonical order. */
  readonly order: Int32Array;
  readonly decide: Decide;
}

/** A run after one of its events. */
export interface Checkpoint {
  /** The instant of that event. */
  readonly at: number;
  readonly timeline: SavedTimeline;
  readonly book: SavedBook;
  readonly marks: SavedMarks;
  readonly orders: Float64Array;
  readonly hasOrders: Uint8Array;
  readonly exDates: readonly number[];
  readonly delistings: readonly number[];
  readonly log: SavedOrderLog;
}

/**
 * The session loop: plays the timeline against a book. At each market's open: what goes ex, settlements and payments
 * due, fills (sells before buys). When a row becomes known: delistings, since a panel tells of one only then. At the
 * decision market's decision instant: the NAV, then, on a rebalance session, new orders that fill strictly later.
 */
export class Simulation {
  readonly book: Book;
  readonly log = new OrderLog();
  readonly timeline: Timeline;
  readonly record: SimulationRecord;
  readonly #setting: SimulationSetting;
  readonly #marks: Marks;
  /** Signed shares waiting for the next open of the instrument's market. */
  readonly #orders: Float64Array;
  readonly #byMarket: readonly Int32Array[];
  readonly #marketOf: Int32Array;
  readonly #delistedRow: Int32Array;
  readonly #exDates: readonly MarketRows<{ readonly instrument: number; readonly exDate: ExDate }>[];
  readonly #delistings: readonly MarketRows<number>[];
  readonly #isRebalance: Uint8Array;
  /** 1 for a market in which some order may be waiting. */
  readonly #hasOrders: Uint8Array;
  readonly #open: Float64Array;
  readonly #minor: number;
  readonly #rates: Float64Array;

  constructor(setting: SimulationSetting) {
    const { panel, config, order, decisionMarket } = setting;
    this.#setting = setting;
    this.#minor = minorPerUnit(config.currency);
    const currencies = [...new Set([config.currency, ...panel.markets.map(({ currency }) => currency)])];
    this.#marketOf = Int32Array.from(panel.instruments, ({ market }) => market);
    this.book = new Book({
      marketOf: this.#marketOf,
      currencyOfMarket: panel.markets.map(({ currency }) => currencies.indexOf(currency)),
      sessions: panel.markets.map(({ sessionDates }) => sessionDates.length),
      minorPerUnit: currencies.map(minorPerUnit),
      base: 0,
      capitalMinor: config.capitalMinor,
      foreignCash: config.foreignCash ?? "convert",
      lotOrder: config.lotOrder ?? "fifo",
    });
    this.timeline = new Timeline(panel, decisionMarket, config.to);
    this.record = new SimulationRecord(panel.markets[decisionMarket]!.sessionDates.length);
    this.#marks = new Marks(panel);
    this.#orders = new Float64Array(panel.instruments.length);
    this.#byMarket = panel.markets.map((_, m) => order.filter((i) => this.#marketOf[i] === m));
    this.#delistedRow = Int32Array.from(panel.instruments, ({ delistedRow: row }) => (row < 0 ? NEVER : row));
    this.#exDates = this.#byMarket.map(
      (instruments) =>
        new MarketRows(
          Array.from(instruments).flatMap((instrument) =>
            this.#marks
              .exDatesOf(instrument)
              .map((exDate) => ({ row: exDate.row, value: { instrument, exDate } })),
          ),
        ),
    );
    this.#delistings = this.#byMarket.map(
      (instruments) =>
        new MarketRows(
          Array.from(instruments)
            .filter((i) => this.#delistedRow[i] !== NEVER)
            .map((i) => ({ row: this.#delistedRow[i]!, value: i })),
        ),
    );
    this.#hasOrders = new Uint8Array(panel.markets.length);
    this.#rates = new Float64Array(panel.markets.length);
    const { sessionDates, nextSessionDates } = panel.markets[decisionMarket]!;
    this.#isRebalance = markRebalanceSessions(sessionDates, setting.rebalance, nextSessionDates);
    this.#open = readField(panel, "open");
  }

  /** Everything that decides how the run goes on, as plain data: a copy may be kept, posted or written to a file. */
  save(): Checkpoint {
    return {
      at: this.timeline.at,
      timeline: this.timeline.save(),
      book: this.book.save(),
      marks: this.#marks.save(),
      orders: this.#orders.slice(),
      hasOrders: this.#hasOrders.slice(),
      exDates: this.#exDates.map(({ taken }) => taken),
      delistings: this.#delistings.map(({ taken }) => taken),
      log: this.log.save(),
    };
  }

  restore(saved: Checkpoint): void {
    this.timeline.restore(saved.timeline);
    this.book.restore(saved.book);
    this.#marks.restore(saved.marks);
    this.#orders.set(saved.orders);
    this.#hasOrders.set(saved.hasOrders);
    for (const [market, taken] of saved.exDates.entries()) this.#exDates[market]!.restore(taken);
    for (const [market, taken] of saved.delistings.entries()) this.#delistings[market]!.restore(taken);
    this.log.restore(saved.log);
  }

  /** Plays the event at which the timeline stands. */
  play(): void {
    const { at, phase, market, row } = this.timeline;
    if (phase === PHASE.open) this.#openMarket(at, market, row);
    else if (phase === PHASE.known) this.#learnRow(at, market, row);
    else this.#strike(at, row);
  }

  #openMarket(at: number, market: number, row: number): void {
    const rate = this.#setting.fx.intoBase(market, at);
    const exDates = this.#exDates[market]!;
    for (let next = exDates.take(row); next !== null; next = exDates.take(row))
      this.#goEx(at, next.instrument, next.exDate, row, rate);
    this.book.settle(at, market, row, rate);
    if (this.#hasOrders[market] === 0 || Number.isNaN(rate)) return;
    const { panel, config } = this.#setting;
    const { mic, currency } = panel.markets[market]!;
    const instruments = this.#byMarket[market]!;
    const dueRow = row + (config.settlementSessions?.[mic] ?? 0);
    const minor = minorPerUnit(currency);
    let isWaiting = false;
    for (const isBuying of [false, true])
      for (const i of instruments) {
        const shares = this.#orders[i]!;
        if (shares === 0 || shares > 0 !== isBuying || row >= this.#delistedRow[i]!) continue;
        const price = this.#open[panel.offsets[i]! + row]!;
        if (Number.isNaN(price)) {
          isWaiting = true;
          continue;
        }
        this.#orders[i] = 0;
        this.#marks.fill(i, row, price);
        const value = roundMinor(Math.abs(shares) * price * minor);
        const charges = chargeProportionally(config.costs, mic, shares, value);
        const fill = this.book.trade(at, i, shares, price, rate, charges, dueRow);
        this.log.add("fill", panel.instruments[i]!.iid, at, shares, fill.valueMinor, fill.costMinor);
      }
    this.#hasOrders[market] = isWaiting ? 1 : 0;
    this.log.seal();
    if (dueRow === row) this.book.settle(at, market, row, rate);
  }

  #goEx(at: number, i: number, exDate: ExDate, row: number, rate: number): void {
    const { panel, config } = this.#setting;
    const market = panel.markets[this.#marketOf[i]!]!;
    const before = this.#marks.at(i);
    this.#marks.passExDate(i);
    for (const { cash, payDate } of exDate.dividends) {
      const payRow = payDate === NO_SESSION ? null : firstRowFrom(market.sessionDates, payDate);
      const withheld = config.dividendTaxPercent?.[market.mic] ?? 0;
      const isPaidNow = payRow === null || payRow <= row;
      this.book.payDividend(at, i, cash, rate, withheld, isPaidNow ? null : payRow);
    }
    if (exDate.ratio !== 1) {
      this.#orders[i] = wholeShares(this.#orders[i]! * exDate.ratio);
      const open = this.#open[panel.offsets[i]! + row]!;
      this.book.split(at, i, exDate.ratio, Number.isNaN(open) ? this.#marks.at(i) : open, rate);
    }
    for (const received of exDate.shares)
      this.#receive(at, i, received, Math.max(0, before - exDate.cash) / exDate.ratio, rate);
  }

  /** A spin-off or a merger. The other instrument stands at its own newest price, or at its part of this one's. */
  #receive(
    at: number,
    i: number,
    { kind, other, ratio, costShare, cash }: ExShares,
    price: number,
    rate: number,
  ) {
    const isMerger = kind === "merger";
    if (other >= 0 && ratio > 0) {
      const implied = (isMerger ? Math.max(0, price - cash) : price * costShare) / ratio;
      const worth = this.#marks.suppose(other, implied);
      const moved = isMerger ? (ratio * worth) / (ratio * worth + cash) : costShare;
      this.book.receiveShares(at, kind, i, other, ratio, moved, worth, rate);
    }
    if (!isMerger) return;
    this.book.cashOut(at, "merger", i, cash, rate);
    this.#orders[i] = 0;
  }

  #learnRow(at: number, market: number, row: number): void {
    this.#marks.learn(market, row);
    const delistings = this.#delistings[market]!;
    for (let i = delistings.take(row); i !== null; i = delistings.take(row)) this.#delist(at, i);
  }

  #delist(at: number, i: number): void {
    const { panel, fx } = this.#setting;
    this.#orders[i] = 0;
    if (this.book.shares[i] === 0) return;
    const { iid, delistReturn, market } = panel.instruments[i]!;
    if (Number.isNaN(delistReturn))
      throw new ArgumentError(`${iid} is delisted while held, but has no delisting return`, "bad-panel", {
        iid,
      });
    this.book.cashOut(at, "delisting", i, this.#marks.at(i) * (1 + delistReturn), fx.intoBase(market, at));
  }

  #strike(at: number, row: number): void {
    const { panel, config, fx, decisionMarket } = this.#setting;
    const date = panel.markets[decisionMarket]!.sessionDates[row]!;
    if (date < config.from || date > config.to) return;
    for (let m = 0; m < this.#rates.length; m++) this.#rates[m] = fx.intoBase(m, at);
    const { book } = this;
    let netMinor = 0;
    let grossMinor = 0;
    // Whole numbers: their sum is exact, so the order in which positions are held does not show.
    for (let k = 0; k < book.heldCount; k++) {
      const i = book.held[k]!;
      const unit = this.#marks.at(i) * this.#rates[this.#marketOf[i]!]!;
      const value = roundMinor(book.shares[i]! * unit * this.#minor);
      netMinor += value;
      grossMinor += Math.abs(value);
    }
    const cashMinor = book.moneyMinor(this.#rates);
    const navMinor = cashMinor + netMinor;
    this.record.strike(date, at, navMinor, cashMinor, grossMinor / navMinor);
    if (navMinor <= 0)
      throw new ArgumentError(`the account was ruined on ${formatSessionDate(date)}`, "ruin", {
        date: formatSessionDate(date),
        navMinor,
      });
    if (this.#isRebalance[row] === 1) this.#rebalance(at, date, navMinor);
  }

  #rebalance(at: number, date: number, navMinor: number): void {
    const { panel, order, decide } = this.#setting;
    const weights = decide(at, date);
    const targets = { instrument: [] as number[], weight: [] as number[] };
    for (const i of order) {
      const weight = weights[i]!;
      const held = this.book.shares[i]!;
      this.#orders[i] = 0;
      if (weight === 0 && held === 0) continue;
      if (weight !== 0) {
        targets.instrument.push(i);
        targets.weight.push(weight);
      }
      const unitMinor = this.#marks.at(i) * this.#rates[this.#marketOf[i]!]! * this.#minor;
      // A name without a price or a rate cannot be sized: it keeps what it holds, and no order waits.
      const target =
        weight === 0 ? 0 : unitMinor > 0 ? Math.trunc((weight * navMinor) / unitMinor) : Number.NaN;
      const wanted = Number.isNaN(target) ? 0 : target - held;
      if (wanted === 0) continue;
      this.#orders[i] = wanted;
      this.#hasOrders[this.#marketOf[i]!] = 1;
      this.log.add("order", panel.instruments[i]!.iid, at, wanted);
    }
    this.log.seal();
    this.record.rebalances.push({ at, date, targets });
  }
}

/** The first row whose session is on or after a date; the number of rows when there is none. */
function firstRowFrom(dates: Int32Array, date: number): number {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dates[middle]! < date) low = middle + 1;
    else high = middle;
  }
  return low;
}
