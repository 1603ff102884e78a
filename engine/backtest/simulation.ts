import { type AccrualRates, Accruals } from "../accounting/accruals.ts";
import { Book, type SavedBook } from "../accounting/book.ts";
import { minorPerUnit } from "../accounting/money.ts";
import { ArgumentError } from "../argument-error.ts";
import type { BacktestConfig, RebalanceRule } from "../contract/backtest.ts";
import type { FillPolicy } from "../contract/orders.ts";
import type { Panel } from "../contract/panel.ts";
import { compileCosts } from "../execution/costs/compile-costs.ts";
import type { OrderBookSnapshot } from "../execution/order-snapshot.ts";
import { accrualRates } from "./accrual-rates.ts";
import { CorporateActions, type SavedActions } from "./corporate-actions.ts";
import type { FxRates } from "./fx-rates.ts";
import { HeldValues } from "./held-values.ts";
import { Marks, type SavedMarks } from "./marks.ts";
import { OrderDesk } from "./order-desk.ts";
import { OrderLog, type SavedOrderLog } from "./order-log.ts";
import { indexPanel } from "./panel-index.ts";
import { ProfitRecord } from "./profit-record.ts";
import { formatSessionDate, markRebalanceSessions, monthOf } from "./rebalance-sessions.ts";
import type { RunIdentity } from "./run-identity.ts";
import { SimulationRecord } from "./simulation-record.ts";
import { PHASE, type Phase, type SavedTimeline, Timeline } from "./timeline.ts";

/** What a strategy is asked at a strike; the same object each time. */
export interface Strike {
  readonly at: number;
  readonly date: number;
  readonly navMinor: number;
  readonly isRebalance: boolean;
}

/** The strategy's side of the loop: asked at each strike, answers by way of the simulation it was made with. */
export interface Decider {
  decide(strike: Strike): void;
  /** What a later run needs to go on from here: plain data. */
  save(): unknown;
  restore(saved: unknown): void;
}

export interface SimulationSetting {
  readonly panel: Panel;
  readonly decisionMarket: number;
  readonly rebalance: RebalanceRule;
  readonly config: BacktestConfig;
  readonly fx: FxRates;
  /** Instruments in canonical order. */
  readonly order: Int32Array;
}

/** A run after one of its events, with which run that is. */
export interface Checkpoint extends SavedSimulation {
  readonly run: RunIdentity;
}

interface SavedSimulation {
  /** The instant of that event. */
  readonly at: number;
  readonly timeline: SavedTimeline;
  readonly book: SavedBook;
  readonly marks: SavedMarks;
  readonly orders: OrderBookSnapshot;
  readonly actions: SavedActions;
  readonly accruals: Float64Array;
  readonly struckDate: number;
  readonly marginCalls: number;
  readonly log: SavedOrderLog;
  readonly strategy: unknown;
}

const NO_SHORTS = new Int32Array(0);
/** Before the first strike. */
const NO_DATE = Number.NEGATIVE_INFINITY;

/**
 * The session loop: plays the timeline against a book. At each market's open: what goes ex, settlements and payments
 * due, the opening auction. At its close: the rest of the session's fills. When a row becomes known: delistings, since
 * a panel tells of one only then, and what was due before and is told now. At the decision market's decision instant: interest, the NAV, the margin test, and
 * then the strategy, whose orders fill strictly later.
 */
export class Simulation {
  readonly book: Book;
  readonly marks: Marks;
  readonly desk: OrderDesk;
  readonly log: OrderLog;
  readonly timeline: Timeline;
  readonly record: SimulationRecord;
  readonly profits: ProfitRecord;
  /** Units of the run's currency per unit of each market's, at the last strike. */
  readonly rates: Float64Array;
  readonly #setting: SimulationSetting;
  readonly #actions: CorporateActions;
  readonly #accruals: Accruals;
  readonly #values: HeldValues;
  readonly #currencies: readonly string[];
  readonly #marketOf: Int32Array;
  readonly #rank: Int32Array;
  readonly #lot: Float64Array;
  readonly #isRebalance: Uint8Array;
  readonly #minor: number;
  readonly #fillAt: NonNullable<BacktestConfig["fillAt"]>;
  /** Who a rebalance concerns, and their marks. */
  readonly #concerned: Int32Array;
  readonly #prices: Float64Array;
  #decider: Decider | null = null;
  /** One object for all strikes, of which there may be millions. */
  readonly #strikeNow = { at: Number.NaN, date: 0, navMinor: 0, isRebalance: false };
  #struckDate = NO_DATE;
  /** The instruments held short, in canonical order, as of `book.changes`. */
  #shorts: Int32Array = NO_SHORTS;
  #shortsSeen = -1;
  /** The next session of the decision market that something falls on, as of `book.changes`. */
  #quietTo = 0;
  #quietSince = -1;
  #marginCalls = 0;
  #navMinor = 0;

  constructor(setting: SimulationSetting) {
    const { panel, config, order, decisionMarket, fx } = setting;
    const { marketOf, rank, lot, iids } = indexPanel(panel);
    const mics = panel.markets.map(({ mic }) => mic);
    this.#setting = setting;
    this.#minor = minorPerUnit(config.currency);
    this.#fillAt = config.fillAt ?? "next-open";
    this.#currencies = [...new Set([config.currency, ...panel.markets.map(({ currency }) => currency)])];
    this.#marketOf = marketOf;
    this.#rank = rank;
    this.#lot = lot;
    this.#concerned = new Int32Array(lot.length);
    this.#prices = new Float64Array(lot.length);
    this.book = new Book({
      marketOf: this.#marketOf,
      currencyOfMarket: panel.markets.map(({ currency }) => this.#currencies.indexOf(currency)),
      minorPerUnit: this.#currencies.map(minorPerUnit),
      base: 0,
      capitalMinor: config.capitalMinor,
      foreignCash: config.foreignCash ?? "convert",
      lotOrder: config.lotOrder ?? "fifo",
    });
    this.timeline = new Timeline(panel, decisionMarket, config.to);
    this.log = new OrderLog(iids);
    this.record = new SimulationRecord(panel.markets[decisionMarket]!.sessionDates.length);
    this.marks = new Marks(panel);
    const costs = compileCosts(config.costs, mics, iids);
    const { book, marks, log } = this;
    this.desk = new OrderDesk({ panel, config, costs, book, marks, log });
    this.#actions = new CorporateActions({ panel, config, fx, book, marks, desk: this.desk });
    const rates: AccrualRates = accrualRates(config, this.#currencies, costs.borrowBps);
    this.#accruals = new Accruals(book, rates);
    this.rates = new Float64Array(panel.markets.length).fill(fx.isOne ? 1 : 0);
    this.#values = new HeldValues({ panel, decisionMarket, book, marks, fx, minorPerUnit: this.#minor });
    this.profits = new ProfitRecord(book, order, (values) => this.#values.valueHeld(this.rates, values));
    const { sessionDates, nextSessionDates } = panel.markets[decisionMarket]!;
    this.#isRebalance = markRebalanceSessions(sessionDates, setting.rebalance, nextSessionDates);
  }

  /** Who is asked at each strike; nobody before this is set. */
  set decider(decider: Decider) {
    this.#decider = decider;
  }

  /** How often the margin test took the orders into its own hands. */
  get marginCalls(): number {
    return this.#marginCalls;
  }

  /** Everything that decides how the run goes on, as plain data: a copy may be kept, posted or written to a file. */
  save(): SavedSimulation {
    return {
      at: this.timeline.at,
      timeline: this.timeline.save(),
      book: this.book.save(),
      marks: this.marks.save(),
      orders: this.desk.save(),
      actions: this.#actions.save(),
      accruals: this.#accruals.save(),
      struckDate: this.#struckDate,
      marginCalls: this.#marginCalls,
      log: this.log.save(),
      strategy: this.#decider?.save(),
    };
  }

  restore(saved: SavedSimulation): void {
    this.timeline.restore(saved.timeline);
    this.book.restore(saved.book);
    this.marks.restore(saved.marks);
    this.desk.restore(saved.orders);
    this.#actions.restore(saved.actions);
    this.#accruals.restore(saved.accruals);
    this.#struckDate = saved.struckDate;
    this.#marginCalls = saved.marginCalls;
    this.log.restore(saved.log);
    this.#decider?.restore(saved.strategy);
  }

  /** The strikes at which target weights are asked for. */
  rebalanceInstants(): Float64Array {
    const { panel, config, decisionMarket } = this.#setting;
    const { sessionDates, decisionAt } = panel.markets[decisionMarket]!;
    const instants = new Float64Array(decisionAt.length);
    let count = 0;
    for (let row = 0; row < decisionAt.length; row++) {
      const date = sessionDates[row]!;
      if (this.#isRebalance[row] === 1 && date >= config.from && date <= config.to)
        instants[count++] = decisionAt[row]!;
    }
    return instants.subarray(0, count);
  }

  /**
   * Plays the next event, or at once a whole session of the decision market into which no event of another one falls,
   * up to its strike. On most of a million bars nothing can happen before that. False after the last.
   */
  advance(): boolean {
    const { timeline } = this;
    if (timeline.passSession()) {
      const { market, row } = timeline;
      if (this.#isQuiet(row)) {
        this.marks.open(market, row);
        this.marks.learn(market, row);
      } else this.#playSession(market, row);
      this.#strike(timeline.at, row);
      return true;
    }
    if (!timeline.next()) return false;
    this.#play(timeline.at, timeline.phase, timeline.market, timeline.row);
    return true;
  }

  #playSession(market: number, row: number): void {
    const { openAt, closeAt, decisionAt } = this.#setting.panel.markets[market]!;
    this.#play(openAt[row]!, PHASE.open, market, row);
    this.#play(closeAt[row]!, PHASE.close, market, row);
    this.#play(decisionAt[row]!, PHASE.known, market, row);
  }

  /** Whether no order waits in the decision market, and nothing goes ex, ends or falls due there by a session. */
  #isQuiet(row: number): boolean {
    const { decisionMarket } = this.#setting;
    const { book } = this;
    if (!this.desk.isIdle(decisionMarket)) return false;
    // What comes next changes with a position, or once it has come.
    if (row >= this.#quietTo || book.changes !== this.#quietSince) {
      this.#quietTo = Math.min(this.#actions.nextRow(decisionMarket), book.nextDueRow(decisionMarket));
      this.#quietSince = book.changes;
    }
    return row < this.#quietTo;
  }

  #play(at: number, phase: Phase, market: number, row: number): void {
    if (phase === PHASE.open) {
      this.marks.open(market, row);
      const rate = this.#setting.fx.intoBase(market, at);
      this.#actions.goEx(at, market, row, rate);
      this.book.settle(at, market, row, rate);
      this.desk.playOpen(at, market, row, rate);
    } else if (phase === PHASE.close)
      this.desk.playClose(at, market, row, this.#setting.fx.intoBase(market, at));
    else if (phase === PHASE.known) {
      this.marks.learn(market, row);
      this.#actions.learn(at, market, row);
    } else this.#strike(at, row);
  }

  /** Shares of NAV held, by panel instrument, as at the last strike. */
  weights(): Float64Array {
    const weights = new Float64Array(this.book.shares.length);
    this.#values.valueHeld(this.rates, weights);
    for (let k = 0; k < this.book.heldCount; k++) weights[this.book.held[k]!]! /= this.#navMinor;
    return weights;
  }

  /**
   * Replaces the orders of every instrument so that the book comes to hold the target weights: whole shares towards
   * zero, sized at the marks and rates of the strike. A name without a price or a rate cannot be sized: it keeps what
   * it holds, and no order waits.
   * @param weights shares of NAV by panel instrument
   */
  rebalanceTo(weights: Float64Array, { at, date, navMinor }: Strike): void {
    this.record.decide(at, date);
    const concerned = this.#concerned;
    const count = this.#listConcerned(weights);
    this.marks.readAll(concerned, count, this.#prices);
    for (let k = 0; k < count; k++) {
      const i = concerned[k]!;
      const weight = weights[i]!;
      const held = this.book.shares[i]!;
      this.desk.cancelAll(i, "cancelled", at);
      if (weight === 0 && held === 0) continue;
      if (weight !== 0) this.record.target(i, weight);
      const unit = weight === 0 ? 1 : this.#prices[k]! * this.rates[this.#marketOf[i]!]! * this.#minor;
      const worth = weight * navMinor;
      // What is held is worth a whole number, so its weight times the NAV can be a part of a share less.
      if (Math.abs(worth - held * unit) < 1) continue;
      if (unit > 0) this.#order(i, this.#wholeLots(i, worth / unit) - held, this.#fillAt, at);
    }
  }

  /** Replaces an instrument's orders so that the book comes to hold a number of shares, but for part of a lot. */
  targetShares(instrument: number, shares: number, at: number): void {
    this.desk.cancelAll(instrument, "cancelled", at);
    this.#order(instrument, shares - this.book.shares[instrument]!, "next-open", at);
  }

  /** The same for a share of the strike's NAV; nothing is done for a name without a price or a rate. */
  targetWeight(instrument: number, weight: number, { at, navMinor }: Strike): void {
    const unit = this.marks.at(instrument) * this.rates[this.#marketOf[instrument]!]! * this.#minor;
    if (weight === 0) this.targetShares(instrument, 0, at);
    else if (unit > 0)
      this.targetShares(instrument, this.#wholeLots(instrument, (weight * navMinor) / unit), at);
  }

  #wholeLots(instrument: number, shares: number): number {
    const lot = this.#lot[instrument]!;
    return Math.trunc(shares / lot) * lot;
  }

  /** A market order of whole lots: a part of one would wait for a split that makes it whole. */
  #order(instrument: number, shares: number, fillAt: FillPolicy, at: number): void {
    const whole = shares - (shares % this.#lot[instrument]!);
    if (whole !== 0) this.desk.submitMarket(instrument, whole, fillAt, at);
  }

  /** Lists who is wanted, held or waits with an order, in canonical order, and says how many they are. */
  #listConcerned(weights: Float64Array): number {
    const { order } = this.#setting;
    const { shares } = this.book;
    const concerned = this.#concerned;
    const isAnyWaiting = !this.desk.isIdleEverywhere;
    let count = 0;
    for (let k = 0; k < order.length; k++) {
      const i = order[k]!;
      if (weights[i] !== 0 || shares[i] !== 0 || (isAnyWaiting && this.desk.hasOrders(i)))
        concerned[count++] = i;
    }
    return count;
  }

  #strike(at: number, row: number): void {
    const { panel, config, fx, decisionMarket } = this.#setting;
    const { sessionDates } = panel.markets[decisionMarket]!;
    const date = sessionDates[row]!;
    if (date < config.from || date > config.to) return;
    const { rates } = this;
    if (!fx.isOne) for (let m = 0; m < rates.length; m++) rates[m] = fx.intoBase(m, at);
    if (date !== this.#struckDate) this.#accrue(at, date);
    const { book } = this;
    this.#values.read(row, rates);
    const { netMinor, grossMinor } = this.#values;
    const cashMinor = book.moneyMinor(rates);
    const navMinor = cashMinor + netMinor;
    this.#navMinor = navMinor;
    this.record.strike(date, at, navMinor, cashMinor, grossMinor / navMinor);
    const next = this.timeline.isLast ? null : sessionDates[row + 1]!;
    this.profits.strike(this.record.length - 1, date, next);
    if (navMinor <= 0)
      throw new ArgumentError(`the account was ruined on ${formatSessionDate(date)}`, "ruin", {
        date: formatSessionDate(date),
        navMinor,
      });
    const { margin } = config;
    const strike = this.#strikeNow;
    strike.at = at;
    strike.date = date;
    strike.navMinor = navMinor;
    strike.isRebalance = this.#isRebalance[row] === 1;
    if (margin && navMinor * 100 < grossMinor * margin.maintenancePercent)
      this.#callMargin(strike, (navMinor * 100) / (grossMinor * margin.initialPercent));
    else this.#decider?.decide(strike);
    this.log.seal(at);
    this.desk.playAfterClose(at, rates);
  }

  /** Interest and fees for the calendar days since the last strike; paid at the first strike of a month. */
  #accrue(at: number, date: number): void {
    const before = this.#struckDate;
    this.#struckDate = date;
    if (before === NO_DATE) return;
    const { book, marks } = this;
    if (book.changes !== this.#shortsSeen) {
      this.#shorts = listShorts(book, this.#rank);
      this.#shortsSeen = book.changes;
    }
    this.#accruals.accrue(at, date - before, this.#shorts, marks);
    if (monthOf(date) === monthOf(before)) return;
    const { markets } = this.#setting.panel;
    const rates = this.#currencies.map((currency, c) =>
      c === 0 ? 1 : this.rates[markets.findIndex((market) => market.currency === currency)]!,
    );
    this.#accruals.pay(at, Float64Array.from(rates));
  }

  /** Scales every position down at the next open, in whole lots, in place of what the strategy would do. */
  #callMargin({ at }: Strike, share: number): void {
    this.#marginCalls++;
    for (const i of this.#setting.order) {
      const held = this.book.shares[i]!;
      this.desk.cancelAll(i, "cancelled", at);
      const lot = this.#lot[i]!;
      const size = Math.abs(held);
      // Part of a lot cannot be traded: enough is sold, as far as there are whole lots.
      const lots = Math.min(Math.ceil((size - Math.trunc(size * share)) / lot), Math.floor(size / lot));
      if (lots > 0) this.desk.submitMarket(i, held > 0 ? -lots * lot : lots * lot, "next-open", at);
    }
  }
}

/** The instruments held short, in canonical order: `rank` is the place of each in it. */
function listShorts({ held, heldCount, shares }: Book, rank: Int32Array): Int32Array {
  let count = 0;
  for (let k = 0; k < heldCount; k++) if (shares[held[k]!]! < 0) count++;
  if (count === 0) return NO_SHORTS;
  const shorts = new Int32Array(count);
  for (let k = 0, at = 0; k < heldCount; k++) if (shares[held[k]!]! < 0) shorts[at++] = held[k]!;
  return shorts.sort((a, b) => rank[a]! - rank[b]!);
}
