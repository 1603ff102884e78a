import { ArgumentError } from "../argument-error.ts";
import { ACCOUNT_COUNT, type Account, MONEY_ACCOUNTS } from "./accounts.ts";
import { GrowingRows } from "./growing-rows.ts";

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

/** By account: 1 where it counts into the NAV. */
const IS_MONEY = Uint8Array.from({ length: ACCOUNT_COUNT }, (_, account) =>
  MONEY_ACCOUNTS.some((money) => money === account) ? 1 : 0,
);

/**
 * Double-entry accounts in whole minor units, one set per currency. Money only ever moves between two accounts of one
 * currency, so each posting, and each event, sums to zero by construction. Amounts are whole numbers below 2^53, so
 * sums are exact and their order is irrelevant.
 */
export class Ledger {
  readonly balances: Float64Array;
  /** Of each posting, side by side: event, currency and both accounts in one number; and the amount. There are millions. */
  readonly #postings = new GrowingRows(2);
  readonly #ways: number;
  /** By currency: the sum of its accounts of money, asked for at every strike. */
  readonly #money: Float64Array;

  constructor(currencies: number) {
    this.#money = new Float64Array(currencies);
    this.balances = new Float64Array(currencies * ACCOUNT_COUNT);
    this.#ways = currencies * ACCOUNT_COUNT * ACCOUNT_COUNT;
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
    this.#money[currency]! += amount * (IS_MONEY[to]! - IS_MONEY[from]!);
    const first = this.#postings.add();
    this.#postings.page[first] = event * this.#ways + (base + from) * ACCOUNT_COUNT + to;
    this.#postings.page[first + 1] = amount;
  }

  balance(currency: number, account: Account): number {
    return this.balances[currency * ACCOUNT_COUNT + account]!;
  }

  /** Everything of a currency that counts into the NAV beside the positions, in its minor units. */
  money(currency: number): number {
    return this.#money[currency]!;
  }

  /** Takes over the balances of a book that was saved. */
  restore(balances: Float64Array): void {
    this.balances.set(balances);
    for (let currency = 0; currency < this.#money.length; currency++) {
      const base = currency * ACCOUNT_COUNT;
      this.#money[currency] = MONEY_ACCOUNTS.reduce<number>(
        (sum, account) => sum + balances[base + account]!,
        0,
      );
    }
  }

  release(): void {
    this.#postings.release();
  }

  /** All postings so far, in order. */
  postings(): Posting[] {
    return Array.from({ length: this.#postings.length }, (_, k) => {
      const way = this.#postings.at(k, 0);
      const side = Math.floor((way % this.#ways) / ACCOUNT_COUNT);
      return {
        event: Math.floor(way / this.#ways),
        currency: Math.floor(side / ACCOUNT_COUNT),
        from: side % ACCOUNT_COUNT,
        to: way % ACCOUNT_COUNT,
        amount: this.#postings.at(k, 1),
      };
    });
  }
}
