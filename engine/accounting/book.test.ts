import { describe, expect, test } from "vitest";
import { ACCOUNT, ACCOUNT_COUNT, type AccountName } from "./accounts.ts";
import { Book, type BookSetting } from "./book.ts";

/** A dollar book with one New York share, two in London (pounds at 1.25), ten sessions each. */
function createBook(changes: Partial<BookSetting> = {}): Book {
  return new Book({
    marketOf: Int32Array.of(0, 1, 1),
    currencyOfMarket: [0, 1],
    minorPerUnit: [100, 100],
    base: 0,
    capitalMinor: 1_000_000,
    foreignCash: "convert",
    lotOrder: "fifo",
    ...changes,
  });
}

const free = { commission: 0, slippage: 0, tax: 0 };
const USD = 0;
const GBP = 1;

/** The balances that are not zero. */
function balancesOf(book: Book, currency: number): Partial<Record<AccountName, number>> {
  const entries = Object.entries(ACCOUNT) as [AccountName, number][];
  return Object.fromEntries(
    entries
      .map(
        ([name, account]) => [name, book.ledger.balances[currency * ACCOUNT_COUNT + account]! + 0] as const,
      )
      .filter(([, balance]) => balance !== 0),
  );
}

/** Replays the journal from nothing. */
function expectBalanced(book: Book): void {
  const replayed = new Float64Array(book.ledger.balances.length);
  for (const { currency, from, to, amount } of book.ledger.postings()) {
    replayed[currency * ACCOUNT_COUNT + from]! -= amount;
    replayed[currency * ACCOUNT_COUNT + to]! += amount;
  }
  expect(Array.from(replayed, (x) => x + 0)).toEqual(Array.from(book.ledger.balances, (x) => x + 0));
  for (let c = 0; c < replayed.length / ACCOUNT_COUNT; c++)
    expect(replayed.subarray(c * ACCOUNT_COUNT, (c + 1) * ACCOUNT_COUNT).reduce((a, b) => a + b, 0)).toBe(0);
}

test("[P1] a purchase is due until it settles; its costs are expenses", () => {
  const book = createBook();
  book.trade(1, 0, 100, 10, 1, { commission: 150, slippage: 50, tax: 0 }, 3);
  expect(balancesOf(book, USD)).toEqual({
    capital: -1_000_000,
    cash: 1_000_000,
    unsettled: -100_200,
    positions: 100_000,
    commission: 150,
    slippage: 50,
  });
  book.settle(2, 0, 2, 1);
  expect(book.ledger.balance(USD, ACCOUNT.cash)).toBe(1_000_000);
  book.settle(3, 0, 3, 1);
  expect(book.ledger.balance(USD, ACCOUNT.cash)).toBe(899_800);
  expect(book.ledger.balance(USD, ACCOUNT.unsettled)).toBe(0);
  expectBalanced(book);
});

test("a sale realises what it brings beyond the cost of the oldest lots", () => {
  const book = createBook();
  book.trade(1, 0, 10, 10, 1, free, 1);
  book.trade(2, 0, 10, 20, 1, free, 2);
  book.trade(3, 0, -15, 30, 1, free, 3);
  // 15 · 30 less 10 · 10 and 5 · 20.
  expect(book.ledger.balance(USD, ACCOUNT.realisedGains)).toBe(-(45_000 - 20_000));
  expect(book.ledger.balance(USD, ACCOUNT.positions)).toBe(10_000);
  expect(book.lots.list(0)).toEqual([{ shares: 5, costMinor: 10_000 }]);
  expectBalanced(book);
});

test("a sale through zero closes the long and opens a short, which gains as the price falls", () => {
  const book = createBook();
  book.trade(1, 0, 10, 10, 1, free, 1);
  book.trade(2, 0, -30, 12, 1, free, 2);
  expect(book.shares[0]).toBe(-20);
  expect(book.ledger.balance(USD, ACCOUNT.realisedGains)).toBe(-2_000);
  expect(book.ledger.balance(USD, ACCOUNT.positions)).toBe(-24_000);
  book.trade(3, 0, 20, 9, 1, free, 3);
  expect(book.heldCount).toBe(0);
  expect(book.ledger.balance(USD, ACCOUNT.positions) + 0).toBe(0);
  // 2 · 10 on the long, 3 · 20 on the short; and that is what came in.
  expect(book.ledger.balance(USD, ACCOUNT.realisedGains)).toBe(-8_000);
  expect(book.flowsMinor[0]).toBe(8_000);
  expectBalanced(book);
});

test("a foreign trade is exchanged at once, or kept in its currency", () => {
  const converting = createBook();
  converting.trade(1, 1, 10, 4, 1.25, { commission: 2, slippage: 0, tax: 20 }, 1);
  expect(balancesOf(converting, GBP)).toEqual({
    positions: 4_000,
    commission: 2,
    transactionTax: 20,
    conversion: -4_022,
  });
  // 40.00 pounds, 2 and 20 pence, each in dollars: 50.00, 3 and 25 cents.
  expect(balancesOf(converting, USD)).toMatchObject({ unsettled: -5_028, conversion: 5_028 });
  expectBalanced(converting);

  const holding = createBook({ foreignCash: "hold" });
  holding.trade(1, 1, 10, 4, 1.25, free, 1);
  expect(balancesOf(holding, GBP)).toEqual({ positions: 4_000, unsettled: -4_000 });
  expect(balancesOf(holding, USD)).toEqual({ capital: -1_000_000, cash: 1_000_000 });
  holding.settle(2, 1, 1, 1.3);
  expect(balancesOf(holding, GBP)).toEqual({ positions: 4_000, cash: -4_000 });
  expect(holding.moneyMinor(Float64Array.of(1, 1.5))).toBe(1_000_000 - 6_000);
  expectBalanced(holding);
});

describe("corporate actions", () => {
  const withHolding = (shares: number, price: number) => {
    const book = createBook();
    book.trade(1, 1, shares, price, 1.25, free, 0);
    book.settle(1, 1, 0, 1.25);
    return book;
  };

  test("a dividend is due on the ex-date, less the tax withheld, and exchanged when it is paid", () => {
    const book = withHolding(100, 10);
    const cash = book.ledger.balance(USD, ACCOUNT.cash);
    book.payDividend(2, 1, 0.5, 1.25, 15, 4);
    expect(balancesOf(book, GBP)).toMatchObject({
      dividendsDue: 4_250,
      dividendIncome: -5_000,
      withholdingTax: 750,
    });
    expect(book.ledger.balance(USD, ACCOUNT.cash)).toBe(cash);
    book.settle(4, 1, 4, 2);
    expect(book.ledger.balance(GBP, ACCOUNT.dividendsDue)).toBe(0);
    expect(book.ledger.balance(USD, ACCOUNT.cash)).toBe(cash + 8_500);
    expectBalanced(book);
  });

  test("a short owes the whole dividend", () => {
    const book = withHolding(-100, 10);
    book.payDividend(2, 1, 0.5, 1.25, 15, 4);
    expect(book.ledger.balance(GBP, ACCOUNT.dividendsDue)).toBe(-5_000);
    expect(book.ledger.balance(GBP, ACCOUNT.withholdingTax)).toBe(0);
  });

  test("a reverse split pays out the fraction of a share, at its part of the cost", () => {
    const book = withHolding(7, 1);
    book.split(2, 1, 0.5, 2.2, 1.25);
    expect(book.shares[1]).toBe(3);
    // Half a share at 2.20 is 1.10 pounds; its cost is a seventh of 7 pounds, so 10 pence are gained.
    expect(book.ledger.balance(GBP, ACCOUNT.realisedGains)).toBe(-10);
    expect(book.ledger.balance(GBP, ACCOUNT.positions)).toBe(600);
    expect(book.lots.cost(1)).toBe(600);
    expectBalanced(book);
  });

  test("a reverse split that leaves no whole share ends the position", () => {
    const book = withHolding(1, 1);
    book.split(2, 1, 0.1, 12, 1.25);
    expect(book.heldCount).toBe(0);
    expect(book.ledger.balance(GBP, ACCOUNT.positions) + 0).toBe(0);
    expect(book.ledger.balance(GBP, ACCOUNT.realisedGains)).toBe(-20);
    expectBalanced(book);
  });

  test.each([1, -1])("a spin-off moves its part of the cost, and pays out the fraction (side %d)", (side) => {
    const book = withHolding(side * 15, 10);
    book.receiveShares(2, "spin-off", 1, 2, 0.1, 0.2, 25, 1.25);
    // One share and a half for 20 % of the cost of 150.00: 30.00, a third of it for the half that is paid out.
    expect(book.shares[2]).toBe(side);
    expect([book.lots.cost(1), book.lots.cost(2)]).toEqual([12_000, 2_000]);
    expect(book.ledger.balance(GBP, ACCOUNT.positions)).toBe(side * 14_000);
    expect(book.ledger.balance(GBP, ACCOUNT.realisedGains)).toBe(-side * (1_250 - 1_000));
    expect(book.ledger.money(GBP)).toBe(0);
    expectBalanced(book);
  });

  test("a merger for shares and cash ends the old position and carries its cost over", () => {
    const book = withHolding(10, 10);
    // Half a share worth 16 and 2 in cash: four fifths of the cost go with the shares.
    book.receiveShares(2, "merger", 1, 2, 0.5, 0.8, 16, 1.25);
    book.cashOut(2, "merger", 1, 2, 1.25);
    expect([book.shares[1], book.shares[2]]).toEqual([0, 5]);
    expect(book.lots.list(2)).toEqual([{ shares: 5, costMinor: 8_000 }]);
    expect(book.ledger.balance(GBP, ACCOUNT.realisedGains) + 0).toBe(0);
    expectBalanced(book);
  });
});

test("an amount that a double cannot hold exactly is refused", () => {
  const book = createBook();
  expect(() => book.trade(1, 0, 2 ** 40, 2 ** 20, 1, free, 1)).toThrow(/cannot be booked.*smaller capital/);
});
