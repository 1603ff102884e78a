import { endOfMonth, yearMonthOf } from "../calendars/day.ts";
import type { Market } from "../markets.ts";
import type { Company } from "./company.ts";

/** The end of the first reporting period that a company closes as a listed one. */
export const firstPeriodEnd = (company: Company, market: Market, listedDay: number): number => {
  const { year } = yearMonthOf(listedDay);
  let month = market.reportMonths - 12 + company.fiscalOffset;
  while (endOfMonth(year, month) < listedDay) month += market.reportMonths;
  return endOfMonth(year, month);
};

export const periodAfter = (periodEnd: number, market: Market): number =>
  shiftPeriod(periodEnd, market.reportMonths);
export const periodBefore = (periodEnd: number, market: Market): number =>
  shiftPeriod(periodEnd, -market.reportMonths);

const shiftPeriod = (periodEnd: number, months: number): number => {
  const { year, month } = yearMonthOf(periodEnd);
  return endOfMonth(year, month + months);
};
