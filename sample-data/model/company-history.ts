import { endOfMonth, yearMonthOf } from "../calendars/day.ts";
import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import { exp, log, openRandom, type Random } from "../random.ts";
import { type Accounts, closePeriod, openAccounts, type Report, reportOf } from "./accounts.ts";
import type { Company } from "./company.ts";
import {
  type CorporateAction,
  declareDividend,
  declareSplit,
  isDividendSession,
} from "./corporate-actions.ts";
import { drawFatTailed, nextVariance } from "./fat-tails.ts";
import { roundToTick } from "./tick.ts";
import { globalAt, newsDay, type World } from "./world.ts";

/** Everything that happened to one company, session by session from its listing. Prices are raw. */
export interface CompanyHistory {
  readonly company: Company;
  readonly first: number;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly shares: Float64Array;
  readonly actions: readonly CorporateAction[];
  readonly reports: readonly Report[];
}

const DRIFT_VOLATILITY = 0.2;
const DRIFT_MEMORY = 0.926;
const VALUE_DRIFT = 0.065;
const SESSIONS_PER_DRIFT = 21;
const DISTRESS_SESSIONS = 240;
const DISTRESS_DRIFT = -0.0055;
const DIVIDEND_NOTICE = 18;

/** Draws a company's history up to `lastSession`, all inside the listing. */
export const drawHistory = (
  company: Company,
  market: Market,
  sessions: Sessions,
  world: World,
  lastSession: number,
): CompanyHistory => {
  const random = openRandom(company.seed);
  const end = company.delisted < 0 ? lastSession + 1 : company.delisted;
  const count = end - company.listed;
  const column = () => new Float64Array(count);
  const open = column();
  const high = column();
  const low = column();
  const close = column();
  const volume = column();
  const sharesColumn = column();
  const actions: CorporateAction[] = [];
  const reports: Report[] = [];

  let logPrice = log(company.startPrice);
  let printed = roundToTick(company.startPrice, market.ticks);
  let shares = company.startShares;
  const accounts = openAccounts(company, company.startPrice * shares);
  let variance = 1;
  let drift = DRIFT_VOLATILITY * random.normal();
  const dividendSlot = 2 + random.integer(14);
  let pending: CorporateAction | null = null;
  let nextPeriodEnd = firstPeriodEnd(company, market, sessions.dates[company.listed]!);
  reports.push(reportOf(accounts, company, periodBefore(nextPeriodEnd, market), shares, random));

  for (let session = company.listed; session < end; session++) {
    const row = session - company.listed;
    const isDistressed = company.isFailure && end - session < DISTRESS_SESSIONS;
    if (row % SESSIONS_PER_DRIFT === 0)
      drift =
        DRIFT_MEMORY * drift +
        DRIFT_VOLATILITY * Math.sqrt(1 - DRIFT_MEMORY * DRIFT_MEMORY) * random.normal();
    while (nextPeriodEnd < sessions.dates[session]!) {
      const bookToPrice = accounts.bookValue / (exp(logPrice) * shares);
      closePeriod(accounts, company, market, bookToPrice, isDistressed, random);
      shares = drawShareCount(shares, random);
      reports.push(reportOf(accounts, company, nextPeriodEnd, shares, random));
      nextPeriodEnd = periodAfter(nextPeriodEnd, market);
    }
    if (pending?.ex === session) {
      if (pending.kind === "split") {
        shares = Math.floor(shares * pending.ratio + 0.5);
        logPrice -= log(pending.ratio);
      } else logPrice += log(1 - pending.cash / exp(logPrice));
      pending = null;
    }
    const isExDate = actions.at(-1)?.ex === session;

    const move = drawMove(company, market, sessions, world, session, variance, random);
    variance = move.variance;
    const valueScore = scoreValue(accounts, exp(logPrice) * shares);
    const expected =
      (drift + VALUE_DRIFT * valueScore) / 252 +
      (isDistressed ? DISTRESS_DRIFT : 0) -
      0.5 * move.dailyVariance;
    const openPrice = exp(logPrice + move.gap);
    logPrice += move.gap + move.day + expected;

    // A day without trades prints the last close again. On an ex-date somebody always trades.
    const isQuiet = row > 0 && !isExDate && random.uniform() < company.zeroVolumeChance;
    const opened = isQuiet ? printed : roundToTick(openPrice, market.ticks);
    const closed = isQuiet ? printed : roundToTick(exp(logPrice), market.ticks);
    const reach = Math.sqrt(move.dailyVariance) * 0.9;
    const top = Math.max(opened, closed);
    const bottom = Math.min(opened, closed);
    open[row] = opened;
    close[row] = closed;
    high[row] = isQuiet
      ? printed
      : Math.max(top, roundToTick(top * (1 + reach * drawReach(random)), market.ticks));
    low[row] = isQuiet
      ? printed
      : Math.min(bottom, roundToTick(bottom * (1 - Math.min(0.5, reach * drawReach(random))), market.ticks));
    volume[row] = isQuiet ? 0 : drawVolume(company, market, shares, move.surprise, random);
    sharesColumn[row] = shares;
    printed = closed;

    if (pending === null) {
      pending = declare(company, market, sessions, accounts, shares, closed, session, dividendSlot, random);
      if (pending !== null && pending.ex >= end && company.delisted >= 0) pending = null;
      if (pending !== null) actions.push(pending);
    }
  }
  return {
    company,
    first: company.listed,
    open,
    high,
    low,
    close,
    volume,
    shares: sharesColumn,
    actions,
    reports,
  };
};

const declare = (
  company: Company,
  market: Market,
  sessions: Sessions,
  accounts: Accounts,
  shares: number,
  price: number,
  session: number,
  slot: number,
  random: Random,
): CorporateAction | null => {
  const ex = session + DIVIDEND_NOTICE;
  if (isDividendSession(market, sessions, ex, slot))
    return declareDividend(company, market, accounts, shares, price, session, ex);
  return declareSplit(market, price, session, random);
};

/** One session's return in logs: the part before the open, the part after, and how surprising the day was. */
const drawMove = (
  company: Company,
  market: Market,
  sessions: Sessions,
  world: World,
  session: number,
  variance: number,
  random: Random,
) => {
  const today = world.weekdayIndex.get(sessions.dates[session]!)!;
  const before = world.weekdayIndex.get(sessions.dates[session - 1]!) ?? -1;
  const closeBefore = before < 0 ? 0 : globalAt(world, before, market.closeStretch);
  const atOpen =
    market.openStretch < 0 ? globalAt(world, today - 1, 3) : globalAt(world, today, market.openStretch);
  const atClose = globalAt(world, today, market.closeStretch);
  const change = (path: Float64Array) =>
    path[newsDay(market, today)]! - path[Math.max(0, newsDay(market, before))]!;
  const marketIndex = world.regional[market.regionalIndex]!;
  const common =
    marketIndex[today + 1]! -
    marketIndex[before + 1]! +
    company.sectorLoading * change(world.sector[company.sector]!) +
    0.5 * (company.startBookToPrice > 0.55 ? 1 : -1) * change(world.value);
  const turbulence = 0.5 + 0.5 * Math.min(2.5, world.volatilityRatio[today]!);
  const dailyVariance =
    ((company.volatility * company.volatility) / 252) * variance * turbulence * turbulence;
  const night = drawFatTailed(random);
  const day = drawFatTailed(random);
  const own = Math.sqrt(dailyVariance);
  const surprise = 0.5 * night + 0.866 * day;
  return {
    gap: company.beta * (atOpen - closeBefore) + 0.4 * common + own * 0.5 * night,
    day: company.beta * (atClose - atOpen) + 0.6 * common + own * 0.866 * day,
    dailyVariance,
    surprise,
    variance: nextVariance(variance, surprise),
  };
};

/** How far the day strayed beyond open and close: mostly little. */
const drawReach = (random: Random): number => {
  const share = random.uniform();
  return share * share;
};

const drawVolume = (
  company: Company,
  market: Market,
  shares: number,
  surprise: number,
  random: Random,
): number => {
  const activity = exp(0.35 * random.normal()) * (0.75 + 0.35 * Math.abs(surprise));
  return Math.max(1, Math.floor((shares * company.turnover * activity) / market.lot)) * market.lot;
};

/** Options and placements add shares, programmes buy them back: a percent or so a year either way. */
const drawShareCount = (shares: number, random: Random): number =>
  Math.floor((shares * (1 + 0.004 * random.normal())) / 100 + 0.5) * 100;

/** Book-to-price in standard units around the usual 0.55, between -2 and 2. */
const scoreValue = (accounts: Accounts, capitalisation: number): number =>
  Math.max(-2, Math.min(2, (log(accounts.bookValue / capitalisation) - log(0.55)) / 0.55));

const firstPeriodEnd = (company: Company, market: Market, listedDay: number): number => {
  const { year } = yearMonthOf(listedDay);
  let month = market.reportMonths - 12 + company.fiscalOffset;
  while (endOfMonth(year, month) < listedDay) month += market.reportMonths;
  return endOfMonth(year, month);
};

const shiftPeriod = (periodEnd: number, months: number): number => {
  const { year, month } = yearMonthOf(periodEnd);
  return endOfMonth(year, month + months);
};
const periodAfter = (periodEnd: number, market: Market): number =>
  shiftPeriod(periodEnd, market.reportMonths);
const periodBefore = (periodEnd: number, market: Market): number =>
  shiftPeriod(periodEnd, -market.reportMonths);
