import type { UtcMicros } from "../contract/time.ts";
import { ACCOUNT } from "./accounts.ts";
import type { Book } from "./book.ts";
import { EVENT_CODE } from "./book-events.ts";
import { roundMinor } from "./money.ts";

/** Yearly rates, in basis points. */
export interface AccrualRates {
  /** Of each currency: earned on settled cash above zero. */
  readonly cashBps: Float64Array;
  /** Of each currency: owed on settled cash below zero. */
  readonly loanBps: Float64Array;
  /** Of each instrument: owed on the value of a short position. */
  readonly borrowBps: Float64Array;
  /** Days of a year. */
  readonly dayCount: number;
}

interface Prices {
  at(instrument: number): number;
}

/**
 * Interest and borrowing fees, per calendar day. Each accrual is rounded once to whole minor units; what rounding took
 * is kept beside the accounts and counts into the next one, so that it never adds up.
 */
export class Accruals {
  readonly #book: Book;
  readonly #rates: AccrualRates;
  readonly #currencies: number;
  /** What rounding has taken so far, in minor units of each currency, between −½ and ½: interest, then fees. */
  readonly #rounded: Float64Array;
  /** What is owed at one accrual, by currency. */
  readonly #fees: Float64Array;

  constructor(book: Book, rates: AccrualRates) {
    this.#book = book;
    this.#rates = rates;
    this.#currencies = rates.cashBps.length;
    this.#rounded = new Float64Array(2 * this.#currencies);
    this.#fees = new Float64Array(this.#currencies);
  }

  /**
   * Accrues for some calendar days: interest on each currency's settled cash, fees on short positions.
   * @param shorts the instruments held short, in canonical order, since their fees are added up
   * @param marks the price of each instrument, in its own currency
   */
  accrue(at: UtcMicros, days: number, shorts: Int32Array, marks: Prices): void {
    const { ledger } = this.#book;
    for (let currency = 0; currency < this.#currencies; currency++) {
      const cash = ledger.balance(currency, ACCOUNT.cash);
      const bps = cash > 0 ? this.#rates.cashBps[currency]! : this.#rates.loanBps[currency]!;
      const interest = this.#round(currency, this.#share(cash, bps, days));
      if (interest !== 0) {
        const event = this.#book.events.add(at, EVENT_CODE.interest, -1, 0, bps);
        ledger.move(event, currency, ACCOUNT.interest, ACCOUNT.interestDue, interest);
      }
    }
    const fees = this.#fees.fill(0);
    for (let k = 0; k < shorts.length; k++) {
      const i = shorts[k]!;
      const value = this.#book.valueMinor(i, marks.at(i));
      fees[this.#book.currencyOf(i)]! += this.#share(value, this.#rates.borrowBps[i]!, days);
    }
    for (let currency = 0; currency < this.#currencies; currency++) {
      const fee = this.#round(this.#currencies + currency, -fees[currency]!);
      if (fee === 0) continue;
      const event = this.#book.events.add(at, EVENT_CODE["borrow-fee"], -1, 0, 0);
      ledger.move(event, currency, ACCOUNT.borrowDue, ACCOUNT.borrowFees, fee);
    }
  }

  /** Pays what has accrued, once a month. `rates` are the run's currency per unit of each currency. */
  pay(at: UtcMicros, rates: Float64Array): void {
    for (let currency = 0; currency < this.#currencies; currency++)
      this.#book.payAccrued(at, currency, rates[currency]!);
  }

  #share(amount: number, bps: number, days: number): number {
    return (amount * bps * days) / (10_000 * this.#rates.dayCount);
  }

  #round(slot: number, exact: number): number {
    const due = exact + this.#rounded[slot]!;
    const whole = roundMinor(due);
    this.#rounded[slot] = due - whole;
    return whole;
  }

  /** What a later run needs to go on from here. */
  save(): Float64Array {
    return this.#rounded.slice();
  }

  restore(saved: Float64Array): void {
    this.#rounded.set(saved);
  }
}
