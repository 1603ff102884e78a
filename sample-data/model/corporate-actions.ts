import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Random } from "../random.ts";
import type { Accounts } from "./accounts.ts";
import type { Company } from "./company.ts";

/** A split or a cash dividend: announced after the close of one session, in force from the open of a later one. */
export interface CorporateAction {
  readonly kind: "split" | "cash-dividend";
  readonly announced: number;
  readonly ex: number;
  readonly pay: number | null;
  /** New shares per old share. */
  readonly ratio: number;
  /** Cash per old share. */
  readonly cash: number;
}

const FORWARD_RATIOS = [2, 2, 2, 3, 4, 5];
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
  const perShare = (accounts.netIncome * company.payout) / months.length / shares;
  const capped = Math.min(perShare, (0.08 * price) / months.length);
  const cash = (Math.floor((capped * scale) / unit) * unit) / scale;
  return cash > 0
    ? { kind: "cash-dividend", announced, ex, pay: ex + NOTICE_SESSIONS, ratio: 1, cash }
    : null;
};

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
  const ratio = isHigh ? FORWARD_RATIOS[random.integer(FORWARD_RATIOS.length)]! : 0.1;
  const ex = announced + NOTICE_SESSIONS + random.integer(10);
  return { kind: "split", announced, ex, pay: null, ratio, cash: 0 };
};
