import { ArgumentError } from "../argument-error.ts";
import type { BacktestConfig, Rebalances } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { readField } from "../expression/derived-field.ts";
import { carryAcross, type ExDate, groupActions } from "./action-rows.ts";
import { Book } from "./book.ts";
import type { FxRates } from "./fx-rates.ts";
import { minorPerUnit } from "./money.ts";
import { OrderLog } from "./order-log.ts";
import { formatSessionDate, markRebalanceSessions } from "./rebalance-sessions.ts";
import type { Decide } from "./target-weights.ts";
import { buildTimeline, endAtLastStrike, type TimelineEvent } from "./timeline.ts";

/** Later than every row. */
const NEVER = 0x7fff_ffff;

/** One NAV per strike, and what led to it. */
export interface SimulationRecord {
  readonly dates: number[];
  readonly instants: number[];
  readonly navMinor: number[];
  readonly cashMinor: number[];
  readonly grossExposure: number[];
  /** Instruments by panel index. */
  readonly rebalances: {
    at: number;
    date: number;
    targets: { instrument: number[]; weight: number[] };
  }[];
}

export interface SimulationSetting {
  readonly panel: Panel;
  readonly decisionMarket: number;
  readonly rebalance: Parameters<typeof markRebalanceSessions>[1];
  readonly config: BacktestConfig;
  readonly fx: FxRates;
  readonly order: Int32Array;
  readonly decide: Decide;
}

/**
 * The accounting core: plays the timeline against a book. At each market's open: ex-dates, fills (sells before
 * buys). When a row becomes known: marks, and delistings, since a panel tells of one only then. At the decision
 * market's decision instant: the NAV, then, on a rebalance session, new orders that fill strictly later.
 */
export class Simulation {
  readonly book: Book;
  readonly log = new OrderLog();
  readonly events: readonly TimelineEvent[];
  readonly record: SimulationRecord = {
    dates: [],
    instants: [],
    navMinor: [],
    cashMinor: [],
    grossExposure: [],
    rebalances: [],
  };
  readonly #setting: SimulationSetting;
  readonly #byMarket: readonly Int32Array[];
  /** Market of each instrument, and its delisted row, NEVER when it stays listed. */
  readonly #marketOf: Int32Array;
  readonly #delistedRow: Int32Array;
  readonly #exDates: readonly (readonly ExDate[])[];
  /** Which ex-date of the instrument comes next, and its row, NEVER after the last. */
  readonly #nextExDate: Int32Array;
  readonly #nextExRow: Int32Array;
  /** The row at whose open the instrument was last filled, −1 before that. */
  readonly #filledRow: Int32Array;
  readonly #isRebalance: Uint8Array;
  /** 1 for a market in which some order may be waiting. */
  readonly #hasOrders: Uint8Array;
  readonly #open: Float64Array;
  readonly #close: Float64Array;
  readonly #minor: number;

  constructor(setting: SimulationSetting) {
    const { panel, config, order, decisionMarket } = setting;
    this.#setting = setting;
    this.#minor = minorPerUnit(config.currency);
    this.book = new Book(panel.instruments.length, config.capitalMinor, this.#minor, config.costs);
    this.events = endAtLastStrike(buildTimeline(panel, decisionMarket), panel, config.to);
    this.#byMarket = panel.markets.map((_, m) => order.filter((i) => panel.instruments[i]!.market === m));
    this.#marketOf = Int32Array.from(panel.instruments, ({ market }) => market);
    this.#delistedRow = Int32Array.from(panel.instruments, ({ delistedRow: row }) => (row < 0 ? NEVER : row));
    this.#exDates = groupActions(panel);
    this.#nextExRow = Int32Array.from(this.#exDates, (exDates) => exDates[0]?.row ?? NEVER);
    this.#hasOrders = new Uint8Array(panel.markets.length);
    this.#nextExDate = new Int32Array(panel.instruments.length);
    this.#filledRow = new Int32Array(panel.instruments.length).fill(-1);
    const { sessionDates, nextSessionDates } = panel.markets[decisionMarket]!;
    this.#isRebalance = markRebalanceSessions(sessionDates, setting.rebalance, nextSessionDates);
    this.#open = readField(panel, "open");
    this.#close = readField(panel, "close");
  }

  /** Plays one event; true when it struck a NAV. */
  step(event: TimelineEvent): boolean {
    if (event.phase === "open") this.#openMarket(event);
    else if (event.phase === "known") this.#learnRow(event);
    else return this.#strike(event);
    return false;
  }

  #openMarket({ at, market, row }: TimelineEvent): void {
    const { panel, fx } = this.#setting;
    const rate = fx.intoBase(market, at);
    const instruments = this.#byMarket[market]!;
    for (const i of instruments) if (row >= this.#nextExRow[i]!) this.#applyActions(at, i, row, rate);
    if (this.#hasOrders[market] === 0) return;
    for (const isBuying of [false, true])
      for (const i of instruments) {
        const waiting = this.book.orders[i]!;
        if (waiting === 0 || waiting > 0 !== isBuying || row >= this.#delistedRow[i]!) continue;
        const price = this.#open[panel.offsets[i]! + row]!;
        if (Number.isNaN(price) || Number.isNaN(rate)) continue;
        const fill = this.book.fill(at, i, panel.markets[market]!.mic, price, rate);
        this.#filledRow[i] = row;
        this.log.add("fill", panel.instruments[i]!.iid, at, fill.shares, fill.valueMinor, fill.costMinor);
      }
    this.#hasOrders[market] = instruments.some((i) => this.book.orders[i] !== 0) ? 1 : 0;
    this.log.seal();
  }

  #applyActions(at: number, i: number, row: number, rate: number): void {
    const { panel } = this.#setting;
    const exDates = this.#exDates[i]!;
    for (let k = this.#nextExDate[i]!; k < exDates.length && exDates[k]!.row <= row; k++) {
      this.#nextExDate[i] = k + 1;
      const { cash, ratio } = exDates[k]!;
      if (cash !== 0) this.book.payDividend(at, i, cash, rate);
      if (ratio !== 1) this.book.split(at, i, ratio, this.#open[panel.offsets[i]! + row]!, rate);
    }
    this.#nextExRow[i] = exDates[this.#nextExDate[i]!]?.row ?? NEVER;
  }

  #delist(at: number, i: number, rate: number): void {
    const { iid, delistReturn } = this.#setting.panel.instruments[i]!;
    if (this.book.shares[i] !== 0 && Number.isNaN(delistReturn))
      throw new ArgumentError(`${iid} is delisted while held, but has no delisting return`, "bad-panel", {
        iid,
      });
    this.book.delist(at, i, delistReturn, rate);
  }

  #learnRow({ at, market, row }: TimelineEvent): void {
    const { panel, fx } = this.#setting;
    for (const i of this.#byMarket[market]!) {
      if (row === this.#delistedRow[i]) this.#delist(at, i, fx.intoBase(market, at));
      // A row known only after the next open is older than what that open brought: a fill, or an ex-date.
      if (row >= this.#delistedRow[i]! || row < this.#filledRow[i]!) continue;
      const close = this.#close[panel.offsets[i]! + row]!;
      if (!Number.isNaN(close)) this.book.marks[i] = this.#carryToNow(i, row, close);
    }
  }

  /** The close of a row across the ex-dates after it that have been applied already. */
  #carryToNow(i: number, row: number, close: number): number {
    const exDates = this.#exDates[i]!;
    let first = this.#nextExDate[i]!;
    while (first > 0 && exDates[first - 1]!.row > row) first--;
    let price = close;
    for (let k = first; k < this.#nextExDate[i]!; k++) price = carryAcross(price, exDates[k]!);
    return price;
  }

  #strike({ at, market, row }: TimelineEvent): boolean {
    const { panel, config, fx, order } = this.#setting;
    const date = panel.markets[market]!.sessionDates[row]!;
    if (date < config.from || date > config.to) return false;
    const rates = panel.markets.map((_, m) => fx.intoBase(m, at));
    let netMinor = 0;
    let grossMinor = 0;
    for (const i of order) {
      if (this.book.shares[i] === 0) continue;
      const value = this.book.valueMinor(i, rates[this.#marketOf[i]!]!);
      netMinor += value;
      grossMinor += Math.abs(value);
    }
    const navMinor = this.book.cashMinor + netMinor;
    const { record } = this;
    record.dates.push(date);
    record.instants.push(at);
    record.navMinor.push(navMinor);
    record.cashMinor.push(this.book.cashMinor);
    record.grossExposure.push(grossMinor / navMinor);
    if (navMinor <= 0)
      throw new ArgumentError(`the account was ruined on ${formatSessionDate(date)}`, "ruin", {
        date: formatSessionDate(date),
        navMinor,
      });
    if (this.#isRebalance[row] === 1) this.#rebalance(at, date, navMinor, rates);
    return true;
  }

  #rebalance(at: number, date: number, navMinor: number, rates: readonly number[]): void {
    const { panel, order, decide } = this.#setting;
    const weights = decide(at, date);
    const targets = { instrument: [] as number[], weight: [] as number[] };
    this.log.add("decision", "", at);
    for (const i of order) {
      const weight = weights[i]!;
      if (weight !== 0) {
        targets.instrument.push(i);
        targets.weight.push(weight);
      }
      const unitMinor = this.book.marks[i]! * rates[panel.instruments[i]!.market]! * this.#minor;
      // A name without a price or a rate cannot be sized: it keeps what it holds, and no order waits.
      const target =
        weight === 0 ? 0 : unitMinor > 0 ? Math.trunc((weight * navMinor) / unitMinor) : Number.NaN;
      const wanted = Number.isNaN(target) ? 0 : target - this.book.shares[i]!;
      this.book.orders[i] = wanted;
      if (wanted === 0) continue;
      this.#hasOrders[this.#marketOf[i]!] = 1;
      this.log.add("order", panel.instruments[i]!.iid, wanted);
    }
    this.log.seal();
    this.record.rebalances.push({ at, date, targets });
  }
}

/** The contract's form of the decisions, with instruments renumbered. */
export function toRebalances(record: SimulationRecord, renumber: Int32Array): Rebalances {
  const list = record.rebalances;
  return {
    decidedAt: Float64Array.from(list, (entry) => entry.at),
    date: Int32Array.from(list, (entry) => entry.date),
    names: Int32Array.from(list, (entry) => entry.targets.instrument.length),
    targets: list.map(({ targets }) => ({
      instrument: Int32Array.from(targets.instrument, (i) => renumber[i]!),
      weight: Float64Array.from(targets.weight),
    })),
  };
}
