import { ArgumentError } from "../argument-error.ts";
import { ACCOUNT_COUNT, type Account, MONEY_ACCOUNTS } from "./accounts.ts";
import { GrowingColumn } from "./growing-column.ts";

/** One movement of money between two accounts of a currency, as part of an event of the book. */
export interface Posting {
  /** Index into the book's events. */
  readonly event: number;
  readonly currency: number;
  readonly from: number;
  readonly to: number;
  /** Whole minor units of the currency; negative amounts move the other way. */
  readonly amount: number;
}

/**
 * Double-entry accounts in whole minor units, one set per currency. Money only ever moves between two accounts of one
 * currency, so each posting, and each event, sums to zero by construction. Amounts are whole numbers below 2^53, so
 * sums are exact and their order is irrelevant.
 */
export class Ledger {
  readonly balances: Float64Array;
  readonly #columns = {
    event: new GrowingColumn(),
    currency: new GrowingColumn(),
    from: new GrowingColumn(),
    to: new GrowingColumn(),
    amount: new GrowingColumn(),
  };

  constructor(currencies: number) {
    this.balances = new Float64Array(currencies * ACCOUNT_COUNT);
  }

  /** Moves an amount between two accounts. Throws an ArgumentError "amount-too-large" past 2^53 minor units. */
  move(event: number, currency: number, from: Account, to: Account, amount: number): void {
    if (amount === 0) return;
    const base = currency * ACCOUNT_COUNT;
    const given = this.balances[base + from]! - amount;
    const taken = this.balances[base + to]! + amount;
    if (!(Number.isSafeInteger(amount) && Number.isSafeInteger(given) && Number.isSafeInteger(taken)))
      throw new ArgumentError(
        `an amount of ${amount} minor units cannot be booked: amounts are whole and below 2^53; use a smaller capital`,
        "amount-too-large",
        { amount },
      );
    this.balances[base + from] = given;
    this.balances[base + to] = taken;
    const columns = this.#columns;
    columns.event.push(event);
    columns.currency.push(currency);
    columns.from.push(from);
    columns.to.push(to);
    columns.amount.push(amount);
  }

  balance(currency: number, account: Account): number {
    return this.balances[currency * ACCOUNT_COUNT + account]!;
  }

  /** Everything of a currency that counts into the NAV beside the positions, in its minor units. */
  money(currency: number): number {
    let sum = 0;
    for (const account of MONEY_ACCOUNTS) sum += this.balance(currency, account);
    return sum;
  }

  /** All postings so far, in order. */
  postings(): Posting[] {
    const { event, currency, from, to, amount } = this.#columns;
    return Array.from({ length: event.length }, (_, k) => ({
      event: event.at(k),
      currency: currency.at(k),
      from: from.at(k),
      to: to.at(k),
      amount: amount.at(k),
    }));
  }
}
