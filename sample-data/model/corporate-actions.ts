import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Random } from "../random.ts";
import type { Accounts } from "./accounts.ts";
import type { Company } from "./company.ts";

/** Announced after the close of one session, in force from the open of a later one. */
export interface CorporateAction {
  readonly kind: "split" | "cash-dividend" | "special-dividend" | "spin-off" | "merger";
  readonly announced: number;
  readonly ex: number;
  readonly pay: number | null;
  /** New shares per old share for a split; shares of the target per share for a spin-off or merger; else 1. */
  readonly ratio: number;
  /** Per old share, in quote units; for a spin-off, the value expected at the announcement. */
  readonly cash: number;
  readonly target: string | null;
}

const FORWARD_RATIOS = [2, 2, 2, 3, 4, 5];
const REVERSE_RATIOS = [0.1, 0.1, 0.1, 0.2, 0.05];
/** Of sessions of companies that pay dividends: about one in fifteen years. */
const SPECIAL_CHANCE_PER_SESSION = 1 / 3_750;
const SPLIT_CHANCE_PER_SESSION = 0.02;
const NOTICE_SESSIONS = 15;

/**
 * Dividends go ex in fixed months, on the company's own session of the month; where there is one a year, on the last
 * session but one of its month.
 */
export const isDividendSession = (
  market: Market,
  sessions: Sessions,
  session: number,
  slot: number,
): boolean => {
  const month = sessions.month[session]!;
  if (!market.dividend.months.includes(month)) return false;
  const isInMonth = (index: number) => sessions.month[index] === month;
  if (market.dividend.months.length === 1) return isInMonth(session + 1) && !isInMonth(session + 2);
  return isInMonth(session - slot) && !isInMonth(session - slot - 1);
};

/** The dividend a board declares: the payout share of the year's income, in whole units; null when nothing is left. */
export const declareDividend = (
  company: Company,
  market: Market,
  accounts: Accounts,
  shares: number,
  price: number,
  announced: number,
  ex: number,
): CorporateAction | null => {
  if (company.payout === 0 || accounts.netIncome <= 0) return null;
  const { months, unit, scale } = market.dividend;
  const perShare = ((accounts.netIncome * company.payout) / months.length / shares) * market.quotesPerUnit;
  const capped = Math.min(perShare, (0.08 * price) / months.length);
  const cash = toWholeUnits(capped, unit, scale);
  return cash > 0
    ? { kind: "cash-dividend", announced, ex, pay: ex + NOTICE_SESSIONS, ratio: 1, cash, target: null }
    : null;
};

/** A distribution out of the ordinary: 3 to 10 per cent of the price, by companies that pay dividends. */
export const declareSpecialDividend = (
  company: Company,
  market: Market,
  price: number,
  announced: number,
  random: Random,
): CorporateAction | null => {
  if (random.uniform() > SPECIAL_CHANCE_PER_SESSION || company.payout === 0) return null;
  const { unit, scale } = market.dividend;
  const cash = toWholeUnits(price * (0.03 + 0.07 * random.uniform()), unit, scale);
  const ex = announced + NOTICE_SESSIONS;
  return cash > 0
    ? { kind: "special-dividend", announced, ex, pay: ex + NOTICE_SESSIONS, ratio: 1, cash, target: null }
    : null;
};

const toWholeUnits = (amount: number, unit: number, scale: number): number =>
  (Math.floor((amount * scale) / unit) * unit) / scale;

/** A split when the price has left its market's habitual range, at a moment of the board's choosing. */
export const declareSplit = (
  market: Market,
  price: number,
  announced: number,
  random: Random,
): CorporateAction | null => {
  const isHigh = price > market.splitAbove;
  const isLow = price < market.reverseSplitBelow;
  if (!(isHigh || isLow) || random.uniform() > SPLIT_CHANCE_PER_SESSION) return null;
  const ratio = isHigh ? pick(FORWARD_RATIOS, random) : pick(REVERSE_RATIOS, random);
  const ex = announced + NOTICE_SESSIONS + random.integer(10);
  return { kind: "split", announced, ex, pay: null, ratio, cash: 0, target: null };
};

const pick = (values: readonly number[], random: Random): number => values[random.integer(values.length)]!;
