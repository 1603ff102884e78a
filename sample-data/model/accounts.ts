import type { Market } from "../markets.ts";
import type { Random } from "../random.ts";
import type { Company } from "./company.ts";

/** One reporting period's figures, in currency units and shares; income and revenue of the trailing year. */
export interface Report {
  readonly periodEnd: number;
  readonly bookValue: number;
  readonly netIncome: number;
  readonly revenue: number;
  readonly shares: number;
}

/** The books of a company: they grow by retained income, and cheap companies earn less on them. */
export interface Accounts {
  bookValue: number;
  netIncome: number;
}

const BASE_RETURN_ON_EQUITY = 0.025;
const EARNINGS_YIELD = 0.05;
const FAIR_BOOK_TO_PRICE = 0.8;
const IMPAIRMENT = 0.25;

export const openAccounts = (company: Company, capitalisation: number): Accounts => {
  const bookValue = capitalisation * company.startBookToPrice;
  return { bookValue, netIncome: bookValue * returnOnEquity(company.startBookToPrice) };
};

/** Closes a period: draws the year's income from what the price promises, and retains what is not paid out. */
export const closePeriod = (
  accounts: Accounts,
  company: Company,
  market: Market,
  bookToPrice: number,
  isDistressed: boolean,
  random: Random,
): void => {
  const { bookValue } = accounts;
  const expected = isDistressed ? -0.35 : returnOnEquity(bookToPrice);
  const income = bookValue * (expected + 0.015 * random.normal()) * (1 + 0.12 * random.normal());
  const years = market.reportMonths / 12;
  accounts.netIncome += (income - accounts.netIncome) * Math.min(1, 2 * years);
  const retained = accounts.netIncome * years * (accounts.netIncome > 0 ? 1 - company.payout : 1);
  accounts.bookValue = Math.max(0.15 * bookValue, bookValue + retained);
};

export const reportOf = (
  accounts: Accounts,
  company: Company,
  periodEnd: number,
  shares: number,
  random: Random,
): Report => ({
  periodEnd,
  bookValue: toThousands(accounts.bookValue),
  netIncome: toThousands(accounts.netIncome),
  revenue: toThousands(accounts.bookValue * company.salesToBook * (1 + 0.03 * random.normal())),
  shares,
});

/** Dear companies earn much on their books; those far below their books write them down. */
const returnOnEquity = (bookToPrice: number): number => {
  const earned = BASE_RETURN_ON_EQUITY + EARNINGS_YIELD / Math.max(0.05, bookToPrice);
  const impaired = IMPAIRMENT * Math.max(0, bookToPrice - FAIR_BOOK_TO_PRICE);
  return Math.max(-0.5, Math.min(0.5, earned - impaired));
};

const toThousands = (value: number): number => Math.floor(value / 1_000 + 0.5) * 1_000;
