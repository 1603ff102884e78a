import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import { exp, log, openRandom, type Random } from "../random.ts";
import { type Accounts, closePeriod, openAccounts, type Report, reportOf } from "./accounts.ts";
import { openBoard } from "./board.ts";
import type { Company } from "./company.ts";
import type { CorporateAction } from "./corporate-actions.ts";
import { DRIFT_MEMORY, DRIFT_SPREAD, SESSIONS_PER_DRIFT, VALUE_DRIFT } from "./premia.ts";
import { drawMove } from "./price-move.ts";
import { HALTED, NO_TRADES, type PrintedBar, printBar, repeatClose } from "./print-bar.ts";
import { firstPeriodEnd, periodAfter, periodBefore } from "./reporting-periods.ts";
import { agreeTerms, type CloseOn, drawDealPrice, isUnderOffer, type Terms, worthOf } from "./takeover.ts";
import { roundToTick } from "./tick.ts";
import { tradingRulesOf } from "./trading-rules.ts";
import type { World } from "./world.ts";

/** Everything that happened to one company, session by session from its listing. Prices are raw, in quote units. */
export interface CompanyHistory {
  readonly company: Company;
  readonly first: number;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** See print-bar.ts. */
  readonly flags: Uint8Array;
  readonly shares: Float64Array;
  readonly actions: readonly CorporateAction[];
  readonly reports: readonly Report[];
  /** Of the takeover, once it was announced. */
  readonly terms: Terms | null;
  /** What the last close became when the listing ended, less 1; NaN while listed. */
  readonly delistReturn: number;
  /** What the spun-off company was at its birth. */
  readonly child: Birth | null;
}

export interface Birth {
  readonly price: number;
  readonly shares: number;
}

/** What a history needs of others: the acquirer that pays in its own shares. */
export interface Surroundings {
  readonly world: World;
  readonly lastSession: number;
  readonly acquirerClose: CloseOn | null;
}

const DISTRESS_SESSIONS = 240;
const DISTRESS_DRIFT = -0.0055;

/** Draws a company's history up to `lastSession`, all inside the listing. */
export const drawHistory = (
  company: Company,
  market: Market,
  sessions: Sessions,
  { world, lastSession, acquirerClose }: Surroundings,
): CompanyHistory => {
  const random = openRandom(company.seed);
  const end = company.delisted < 0 ? lastSession + 1 : company.delisted;
  const bars = allocateBars(end - company.listed);
  const rulesOn = tradingRulesOf(market);
  const isHalted = (session: number) => company.halts.some(({ from, to }) => from <= session && session < to);
  const reports: Report[] = [];

  let logPrice = log(company.startPrice);
  let printed = roundToTick(company.startPrice, rulesOn(sessions.dates[company.listed]!).ticks);
  let shares = company.startShares;
  /** In the market's currency. */
  const capitalisation = () => (exp(logPrice) * shares) / market.quotesPerUnit;
  const accounts = openAccounts(company, capitalisation());
  let variance = 1;
  let drift = DRIFT_SPREAD * random.normal();
  const board = openBoard(company, market, sessions, end, random);
  let nextPeriodEnd = firstPeriodEnd(company, market, sessions.dates[company.listed]!);
  reports.push(reportOf(accounts, company, periodBefore(nextPeriodEnd, market), shares, random));
  let terms: Terms | null = null;
  let child: Birth | null = null;

  for (let session = company.listed; session < end; session++) {
    const row = session - company.listed;
    const rules = rulesOn(sessions.dates[session]!);
    const isDistressed = company.isFailure && end - session < DISTRESS_SESSIONS;
    if (row % SESSIONS_PER_DRIFT === 0)
      drift =
        DRIFT_MEMORY * drift + DRIFT_SPREAD * Math.sqrt(1 - DRIFT_MEMORY * DRIFT_MEMORY) * random.normal();
    while (nextPeriodEnd < sessions.dates[session]!) {
      const bookToPrice = accounts.bookValue / capitalisation();
      closePeriod(accounts, company, market, bookToPrice, isDistressed, random);
      shares = drawShareCount(shares, random);
      reports.push(reportOf(accounts, company, nextPeriodEnd, shares, random));
      nextPeriodEnd = periodAfter(nextPeriodEnd, market);
    }

    let base = printed;
    const due = board.dueOn(session);
    for (const action of due) {
      if (action.kind === "split") {
        shares = Math.max(1, Math.floor(shares * action.ratio + 0.5));
        logPrice -= log(action.ratio);
        base /= action.ratio;
      } else if (action.kind === "spin-off") {
        const { share, ratio } = company.spinOff!;
        child = { price: (exp(logPrice) * share) / ratio, shares: Math.floor(shares * ratio) };
        logPrice += log(1 - share);
        base *= 1 - share;
        accounts.bookValue *= 1 - share;
        accounts.netIncome *= 1 - share;
      } else logPrice += log(1 - Math.min(0.5, action.cash / exp(logPrice)));
    }

    const move = drawMove(company, market, sessions, world, session, variance, random);
    variance = move.variance;
    const expected =
      (drift + VALUE_DRIFT * scoreValue(accounts, capitalisation())) / 252 +
      (isDistressed ? DISTRESS_DRIFT : 0) -
      0.5 * move.dailyVariance;
    let openPrice = exp(logPrice + move.gap);
    logPrice += move.gap + move.day + expected;
    let volatility = Math.sqrt(move.dailyVariance);
    if (terms !== null && isUnderOffer(company, session)) {
      openPrice = exp(drawDealPrice(terms, company, acquirerClose, session, random));
      logPrice = drawDealPrice(terms, company, acquirerClose, session, random);
      volatility /= 4;
    }

    // On an ex-date somebody always trades.
    const isQuiet = row > 0 && due.length === 0 && random.uniform() < company.zeroVolumeChance;
    const bar = isHalted(session)
      ? repeatClose(printed, HALTED)
      : isQuiet
        ? repeatClose(printed, NO_TRADES)
        : printBar(openPrice, exp(logPrice), volatility, base, rules, random);
    const hasTrades = (bar.flags & (HALTED | NO_TRADES)) === 0;
    bars.set(row, bar, hasTrades ? drawVolume(company, market, shares, move.surprise, random) : 0, shares);
    printed = bar.close;

    if (company.deal?.announced === session)
      terms = agreeTerms(company.deal, printed, acquirerClose, rules.ticks);
    board.meet(session, accounts, shares, printed, random);
  }
  return {
    company,
    first: company.listed,
    ...bars.columns,
    actions: board.announced,
    reports,
    terms,
    delistReturn: delistReturnOf(company, terms, acquirerClose, printed),
    child,
  };
};

const delistReturnOf = (
  company: Company,
  terms: Terms | null,
  acquirerClose: CloseOn | null,
  lastClose: number,
): number => {
  if (company.delisted < 0) return Number.NaN;
  if (company.isFailure || terms === null) return company.failureReturn;
  const gain = worthOf(terms, acquirerClose, company.delisted - 1) / lastClose - 1;
  return Math.floor(gain * 1e6 + 0.5) / 1e6;
};

const allocateBars = (count: number) => {
  const column = () => new Float64Array(count);
  const columns = {
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    flags: new Uint8Array(count),
    shares: column(),
  };
  const set = (row: number, bar: PrintedBar, volume: number, shares: number) => {
    columns.open[row] = bar.open;
    columns.high[row] = bar.high;
    columns.low[row] = bar.low;
    columns.close[row] = bar.close;
    columns.volume[row] = volume;
    columns.flags[row] = bar.flags;
    columns.shares[row] = shares;
  };
  return { columns, set };
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
  Math.max(100, Math.floor((shares * (1 + 0.004 * random.normal())) / 100 + 0.5) * 100);

/** Book-to-price in standard units around the usual 0.55, between -2 and 2. */
const scoreValue = (accounts: Accounts, capitalisation: number): number =>
  Math.max(-2, Math.min(2, (log(accounts.bookValue / capitalisation) - log(0.55)) / 0.55));
