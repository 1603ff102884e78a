import type { UtcMicros } from "../contract/time.ts";
import { ACCOUNT, type Account } from "./accounts.ts";
import { BookEvents, EVENT_CODE, type EventKind } from "./book-events.ts";
import { Ledger } from "./ledger.ts";
import { type LotOrder, Lots, type SavedLots } from "./lots.ts";
import { roundMinor } from "./money.ts";
import { type SavedDue, Settlements } from "./settlements.ts";
import { fractionBeside, wholeShares } from "./whole-shares.ts";

/**
 * What happens to money in another currency than the run's: exchanged with each trade and payment at the last rate
 * known, or kept in its own currency, below zero as a loan.
 */
export type ForeignCash = "convert" | "hold";

/** What a book is about. Currencies and markets are given by index. */
export interface BookSetting {
  /** The market of each instrument. */
  readonly marketOf: Int32Array;
  /** The currency of each market, an index into `minorPerUnit`. */
  readonly currencyOfMarket: readonly number[];
  readonly minorPerUnit: readonly number[];
  /** The run's currency. */
  readonly base: number;
  readonly capitalMinor: number;
  readonly foreignCash: ForeignCash;
  readonly lotOrder: LotOrder;
}

/** A book as plain data; its events and postings so far are not part of it. */
export interface SavedBook {
  readonly balances: Float64Array;
  readonly lots: SavedLots;
  readonly shares: Float64Array;
  readonly flowsMinor: Float64Array;
  readonly paid: PaidCosts;
  readonly trades: readonly SavedDue[];
  readonly dividends: readonly SavedDue[];
}

/** What a fill costs, in whole minor units of the instrument's currency, none negative. Who fills writes them to one object. */
export interface Charges {
  commission: number;
  slippage: number;
  tax: number;
}

/** Costs paid and received since the start, in minor units of the run's currency. */
export interface PaidCosts {
  commission: number;
  slippage: number;
  tax: number;
}

/**
 * Positions, lots and accounts. Only this class changes them. Each amount is rounded once to whole minor units of its
 * own currency, and once more where it is exchanged into the run's; what is left of a division goes to its last part.
 * Rates are units of the run's currency per unit of the instrument's.
 */
export class Book {
  readonly ledger: Ledger;
  readonly lots: Lots;
  readonly events = new BookEvents();
  /** Signed whole shares held of each instrument. */
  readonly shares: Float64Array;
  /** The instruments held, in no particular order, `heldCount` of them. */
  readonly held: Int32Array;
  heldCount = 0;
  /** Grows with each change of a position. */
  changes = 0;
  /** Money in and out of each instrument, in the run's minor units: its part of the result, once it is flat. */
  readonly flowsMinor: Float64Array;
  readonly paid: PaidCosts = { commission: 0, slippage: 0, tax: 0 };
  readonly #setting: BookSetting;
  readonly #heldAt: Int32Array;
  readonly #trades: Settlements;
  readonly #dividends: Settlements;

  constructor(setting: BookSetting) {
    const instruments = setting.marketOf.length;
    this.#setting = setting;
    this.ledger = new Ledger(setting.minorPerUnit.length);
    this.lots = new Lots(instruments, setting.lotOrder);
    this.shares = new Float64Array(instruments);
    this.held = new Int32Array(instruments);
    this.#heldAt = new Int32Array(instruments).fill(-1);
    this.flowsMinor = new Float64Array(instruments);
    this.#trades = new Settlements(setting.currencyOfMarket.length);
    this.#dividends = new Settlements(setting.currencyOfMarket.length);
    const event = this.events.add(Number.NEGATIVE_INFINITY, EVENT_CODE.capital, -1, 0, 0);
    this.ledger.move(event, setting.base, ACCOUNT.capital, ACCOUNT.cash, setting.capitalMinor);
  }

  /**
   * Books a fill: the value against lots, the charges against their accounts, all of it due on a later session of the
   * instrument's market. Returns the event, which has the value traded and the costs in the run's minor units.
   */
  trade(
    at: UtcMicros,
    instrument: number,
    shares: number,
    price: number,
    rate: number,
    charges: Readonly<Charges>,
    dueRow: number,
  ): number {
    const currency = this.currencyOf(instrument);
    const value = roundMinor(Math.abs(shares) * price * this.#setting.minorPerUnit[currency]!);
    const event = this.events.add(at, EVENT_CODE.fill, instrument, shares, price);
    this.#exchangeLots(event, instrument, shares, value, ACCOUNT.unsettled);
    const { ledger } = this;
    ledger.move(event, currency, ACCOUNT.unsettled, ACCOUNT.commission, charges.commission);
    ledger.move(event, currency, ACCOUNT.unsettled, ACCOUNT.slippage, charges.slippage);
    ledger.move(event, currency, ACCOUNT.unsettled, ACCOUNT.transactionTax, charges.tax);
    const commission = this.#toBase(currency, charges.commission, rate);
    const slippage = this.#toBase(currency, charges.slippage, rate);
    const tax = this.#toBase(currency, charges.tax, rate);
    this.paid.commission += commission;
    this.paid.slippage += slippage;
    this.paid.tax += tax;
    const costMinor = commission + slippage + tax;
    const valueMinor = this.#toBase(currency, value, rate);
    const local = (shares > 0 ? -value : value) - charges.commission - charges.slippage - charges.tax;
    const base = (shares > 0 ? -valueMinor : valueMinor) - costMinor;
    const due = this.#exchange(event, currency, local, base, ACCOUNT.unsettled);
    this.#trades.add(this.#setting.marketOf[instrument]!, dueRow, due);
    this.#close(instrument, base, valueMinor, costMinor);
    return event;
  }

  /** The next session of a market on which a trade or a dividend falls due; infinity when none does. */
  nextDueRow(market: number): number {
    return Math.min(this.#trades.nextRow(market), this.#dividends.nextRow(market));
  }

  /** Settles what falls due on a session of a market, trades first, and pays its dividends. */
  settle(at: UtcMicros, market: number, row: number, rate: number): void {
    if (row < this.nextDueRow(market)) return;
    const currency = this.#setting.currencyOfMarket[market]!;
    const trades = this.#trades.take(market, row);
    if (trades !== 0) {
      const event = this.events.add(at, EVENT_CODE.settlement, -1, 0, 0);
      this.ledger.move(event, this.#dueIn(currency), ACCOUNT.unsettled, ACCOUNT.cash, trades);
    }
    const dividends = this.#dividends.take(market, row);
    if (dividends !== 0) {
      const event = this.events.add(at, EVENT_CODE["dividend-payment"], -1, 0, 0);
      this.ledger.move(event, currency, ACCOUNT.dividendsDue, ACCOUNT.cash, dividends);
      const base = this.#toBase(currency, dividends, rate);
      this.#exchange(event, currency, dividends, base, ACCOUNT.cash);
    }
  }

  /**
   * Books a dividend for the shares held before the ex-date, those held now when left out: tax is withheld from what a
   * holder receives; a short owes the whole. It is paid at the open of `payRow`, at once when that is `null`.
   */
  payDividend(
    at: UtcMicros,
    instrument: number,
    cashPerShare: number,
    rate: number,
    withheldPercent: number,
    payRow: number | null,
    held = this.shares[instrument]!,
  ): void {
    if (held === 0) return;
    const currency = this.currencyOf(instrument);
    const gross = roundMinor(held * cashPerShare * this.#setting.minorPerUnit[currency]!);
    const tax = held > 0 ? roundMinor((gross * withheldPercent) / 100) : 0;
    const event = this.events.add(at, EVENT_CODE.dividend, instrument, 0, cashPerShare);
    this.ledger.move(event, currency, ACCOUNT.dividendIncome, ACCOUNT.dividendsDue, gross);
    this.ledger.move(event, currency, ACCOUNT.dividendsDue, ACCOUNT.withholdingTax, tax);
    const net = gross - tax;
    const base = this.#toBase(currency, net, rate);
    if (payRow === null) {
      this.ledger.move(event, currency, ACCOUNT.dividendsDue, ACCOUNT.cash, net);
      this.#exchange(event, currency, net, base, ACCOUNT.cash);
    } else this.#dividends.add(this.#setting.marketOf[instrument]!, payRow, net);
    this.#close(instrument, base, 0, 0);
  }

  /** Multiplies a position. A fraction of a share is sold at `price`, in new shares, without costs. */
  split(at: UtcMicros, instrument: number, ratio: number, price: number, rate: number): void {
    const held = this.shares[instrument]!;
    if (held === 0) return;
    const exact = held * ratio;
    const whole = wholeShares(exact);
    const currency = this.currencyOf(instrument);
    const fraction = fractionBeside(whole, exact);
    const event = this.events.add(at, EVENT_CODE.split, instrument, whole - held, ratio);
    const proceeds = roundMinor(fraction * price * this.#setting.minorPerUnit[currency]!);
    const cost = this.lots.cost(instrument);
    if (whole === 0) {
      this.lots.remove(instrument, Math.abs(held));
      this.#realise(event, currency, Math.sign(held) * cost, proceeds, ACCOUNT.cash);
    } else {
      this.lots.split(instrument, ratio);
      if (fraction !== 0) {
        const part = Math.min(cost, roundMinor((cost * Math.abs(fraction)) / Math.abs(exact)));
        this.lots.removeCost(instrument, part);
        this.#realise(event, currency, Math.sign(held) * part, proceeds, ACCOUNT.cash);
      }
    }
    const base = this.#toBase(currency, proceeds, rate);
    this.#exchange(event, currency, proceeds, base, ACCOUNT.cash);
    this.#close(instrument, base, 0, 0);
  }

  /**
   * Hands over shares that a split of long ago owed; they come without cost, and go so where `exact` is negative. A
   * fraction of a share is paid out at `price`.
   */
  deliver(
    at: UtcMicros,
    instrument: number,
    exact: number,
    ratio: number,
    price: number,
    rate: number,
  ): void {
    const whole = wholeShares(exact);
    const currency = this.currencyOf(instrument);
    const fraction = fractionBeside(whole, exact);
    const event = this.events.add(at, EVENT_CODE.split, instrument, whole, ratio);
    const proceeds =
      fraction === 0 ? 0 : roundMinor(fraction * price * this.#setting.minorPerUnit[currency]!);
    if (whole !== 0) this.#exchangeLots(event, instrument, whole, 0, ACCOUNT.cash);
    this.ledger.move(event, currency, ACCOUNT.realisedGains, ACCOUNT.cash, proceeds);
    const base = this.#toBase(currency, proceeds, rate);
    this.#exchange(event, currency, proceeds, base, ACCOUNT.cash);
    this.#close(instrument, base, 0, 0);
  }

  /** Ends a position at a price, without costs, paid at once: a delisting, or the cash part of a merger. */
  cashOut(at: UtcMicros, kind: EventKind, instrument: number, price: number, rate: number): void {
    const held = this.shares[instrument]!;
    if (held === 0) return;
    const currency = this.currencyOf(instrument);
    const proceeds = roundMinor(held * price * this.#setting.minorPerUnit[currency]!);
    const event = this.events.add(at, EVENT_CODE[kind], instrument, -held, price);
    const cost = this.lots.remove(instrument, Math.abs(held));
    this.#realise(event, currency, Math.sign(held) * cost, proceeds, ACCOUNT.cash);
    const base = this.#toBase(currency, proceeds, rate);
    this.#exchange(event, currency, proceeds, base, ACCOUNT.cash);
    this.#close(instrument, base, 0, 0);
  }

  /**
   * Hands shares of another instrument of the same currency to the holders of one: a spin-off, or the share part of a
   * merger. They take `costShare` of its cost along; a fraction of a share is paid out at `price` of the new one.
   */
  receiveShares(
    at: UtcMicros,
    kind: "spin-off" | "merger",
    instrument: number,
    received: number,
    ratio: number,
    costShare: number,
    price: number,
    rate: number,
  ): void {
    const held = this.shares[instrument]!;
    if (held === 0) return;
    const currency = this.currencyOf(instrument);
    const side = Math.sign(held);
    const exact = held * ratio;
    const whole = wholeShares(exact);
    const left = this.events.add(at, EVENT_CODE[kind], instrument, 0, ratio);
    const part = Math.min(this.lots.cost(instrument), roundMinor(this.lots.cost(instrument) * costShare));
    this.lots.removeCost(instrument, part);
    this.ledger.move(left, currency, ACCOUNT.positions, ACCOUNT.unsettled, side * part);
    this.#close(instrument, 0, 0, 0);
    const event = this.events.add(at, EVENT_CODE[kind], received, whole, price);
    const fraction = fractionBeside(whole, exact);
    const cash = roundMinor(fraction * price * this.#setting.minorPerUnit[currency]!);
    const fractionCost = whole === 0 ? part : roundMinor((part * Math.abs(fraction)) / Math.abs(exact));
    if (whole !== 0) this.#exchangeLots(event, received, whole, part - fractionCost, ACCOUNT.unsettled);
    this.ledger.move(event, currency, ACCOUNT.realisedGains, ACCOUNT.cash, cash - side * fractionCost);
    this.ledger.move(event, currency, ACCOUNT.unsettled, ACCOUNT.cash, side * fractionCost);
    const base = this.#toBase(currency, cash, rate);
    this.#exchange(event, currency, cash, base, ACCOUNT.cash);
    this.#close(received, base, 0, 0);
  }

  /**
   * All money beside the positions, in the run's minor units: cash, what is due, what has accrued. `rates` are those of
   * the markets, in the run's currency.
   */
  moneyMinor(rates: Float64Array): number {
    const { base, currencyOfMarket, minorPerUnit } = this.#setting;
    let sum = this.ledger.money(base);
    for (let currency = 0; currency < minorPerUnit.length; currency++) {
      const amount = currency === base ? 0 : this.ledger.money(currency);
      if (amount !== 0) sum += this.#toBase(currency, amount, rates[currencyOfMarket.indexOf(currency)]!);
    }
    return sum;
  }

  /** Pays the interest and the fees that have accrued in a currency. */
  payAccrued(at: UtcMicros, currency: number, rate: number): void {
    const interest = this.ledger.balance(currency, ACCOUNT.interestDue);
    const fees = this.ledger.balance(currency, ACCOUNT.borrowDue);
    if (interest === 0 && fees === 0) return;
    const event = this.events.add(at, EVENT_CODE["accrual-payment"], -1, 0, 0);
    this.ledger.move(event, currency, ACCOUNT.interestDue, ACCOUNT.cash, interest);
    this.ledger.move(event, currency, ACCOUNT.borrowDue, ACCOUNT.cash, fees);
    const local = interest + fees;
    this.#exchange(event, currency, local, this.#toBase(currency, local, rate), ACCOUNT.cash);
  }

  /** What a position is worth at a price, in minor units of the instrument's currency; negative for a short. */
  valueMinor(instrument: number, price: number): number {
    return roundMinor(
      this.shares[instrument]! * price * this.#setting.minorPerUnit[this.currencyOf(instrument)]!,
    );
  }

  /** What a later run needs to go on from here. */
  save(): SavedBook {
    return {
      balances: this.ledger.balances.slice(),
      lots: this.lots.save(),
      shares: this.shares.slice(),
      flowsMinor: this.flowsMinor.slice(),
      paid: { ...this.paid },
      trades: this.#trades.save(),
      dividends: this.#dividends.save(),
    };
  }

  /** Gives the memory of its events and postings to books to come. Nothing may be asked of it after that. */
  release(): void {
    this.events.release();
    this.ledger.release();
  }

  restore(saved: SavedBook): void {
    this.ledger.restore(saved.balances);
    this.lots.restore(saved.lots);
    for (const [instrument, shares] of saved.shares.entries()) this.#setShares(instrument, shares);
    this.flowsMinor.set(saved.flowsMinor);
    Object.assign(this.paid, saved.paid);
    this.#trades.restore(saved.trades);
    this.#dividends.restore(saved.dividends);
  }

  currencyOf(instrument: number): number {
    return this.#setting.currencyOfMarket[this.#setting.marketOf[instrument]!]!;
  }

  /** The currency in which a trade of a currency falls due. */
  #dueIn(currency: number): number {
    return this.#setting.foreignCash === "convert" ? this.#setting.base : currency;
  }

  #toBase(currency: number, amount: number, rate: number): number {
    const { base, minorPerUnit } = this.#setting;
    if (currency === base) return amount;
    return roundMinor((amount * rate * minorPerUnit[base]!) / minorPerUnit[currency]!);
  }

  /** Exchanges an amount that lies in an account, unless foreign cash is held; returns what falls due, and in what. */
  #exchange(event: number, currency: number, local: number, base: number, account: Account): number {
    if (currency === this.#setting.base) return base;
    if (this.#setting.foreignCash === "hold") return local;
    this.ledger.move(event, currency, account, ACCOUNT.conversion, local);
    this.ledger.move(event, this.#setting.base, ACCOUNT.conversion, account, base);
    return base;
  }

  /** Opens and closes lots for signed shares worth `value`, paid from or into `account`. */
  #exchangeLots(event: number, instrument: number, shares: number, value: number, account: Account): void {
    const currency = this.currencyOf(instrument);
    const held = this.shares[instrument]!;
    const traded = Math.abs(shares);
    const closing = held * shares < 0 ? Math.min(Math.abs(held), traded) : 0;
    const closingValue = closing === traded ? value : roundMinor((value * closing) / traded);
    if (closing > 0) {
      const side = Math.sign(held);
      const cost = side * this.lots.remove(instrument, closing);
      this.#realise(event, currency, cost, side * closingValue, account);
    }
    if (traded > closing) {
      const opened = value - closingValue;
      this.lots.add(instrument, traded - closing, opened);
      this.ledger.move(event, currency, account, ACCOUNT.positions, shares > 0 ? opened : -opened);
    }
  }

  /** Takes a cost out of the positions; what is received beyond it is gained. Both are negative for a short. */
  #realise(event: number, currency: number, cost: number, proceeds: number, account: Account): void {
    this.ledger.move(event, currency, ACCOUNT.positions, account, cost);
    this.ledger.move(event, currency, ACCOUNT.realisedGains, account, proceeds - cost);
  }

  /** Ends the event begun last: the shares it moved are added, and what it brought is written beside it. */
  #close(instrument: number, base: number, valueMinor: number, costMinor: number): void {
    this.events.complete(base, valueMinor, costMinor);
    this.flowsMinor[instrument]! += base;
    this.#setShares(instrument, this.shares[instrument]! + this.events.lastShares);
  }

  #setShares(instrument: number, shares: number): void {
    if (shares === this.shares[instrument]) return;
    this.changes++;
    this.shares[instrument] = shares;
    const place = this.#heldAt[instrument]!;
    if (shares !== 0 && place < 0) {
      this.#heldAt[instrument] = this.heldCount;
      this.held[this.heldCount++] = instrument;
    } else if (shares === 0 && place >= 0) {
      const last = this.held[--this.heldCount]!;
      this.held[place] = last;
      this.#heldAt[last] = place;
      this.#heldAt[instrument] = -1;
    }
  }
}
