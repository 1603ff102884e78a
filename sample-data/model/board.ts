import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Random } from "../random.ts";
import type { Accounts } from "./accounts.ts";
import type { Company } from "./company.ts";
import {
  type CorporateAction,
  declareDividend,
  declareSpecialDividend,
  declareSplit,
  isDividendSession,
} from "./corporate-actions.ts";
import { SPIN_OFF_NOTICE } from "./corporate-events.ts";

/** Decides on dividends and splits, one at a time, and carries out the spin-off that was planned. */
export interface Board {
  readonly announced: readonly CorporateAction[];
  /** What goes ex at the open of a session. */
  dueOn(session: number): readonly CorporateAction[];
  /** After the close of a session. */
  meet(session: number, accounts: Accounts, shares: number, price: number, random: Random): void;
}

const DIVIDEND_NOTICE = 18;

/** `end` is the first session without a listing, or the first after the history. */
export const openBoard = (
  company: Company,
  market: Market,
  sessions: Sessions,
  end: number,
  random: Random,
): Board => {
  const announced: CorporateAction[] = [];
  const dividendSlot = 2 + random.integer(14);
  let pending: CorporateAction | null = null;
  let spinOff: CorporateAction | null = null;

  const isPossible = ({ ex }: CorporateAction) =>
    !company.closedPeriods.some(([from, to]) => from <= ex && ex <= to) && (ex < end || company.delisted < 0);
  const decide = (
    session: number,
    accounts: Accounts,
    shares: number,
    price: number,
    chance: Random,
  ): CorporateAction | null => {
    const ex = session + DIVIDEND_NOTICE;
    if (isDividendSession(market, sessions, ex, dividendSlot))
      return declareDividend(company, market, accounts, shares, price, session, ex);
    return (
      declareSplit(market, price, session, chance) ??
      declareSpecialDividend(company, market, price, session, chance)
    );
  };
  return {
    announced,
    dueOn(session) {
      const due = [pending, spinOff].filter((action) => action?.ex === session) as CorporateAction[];
      if (pending?.ex === session) pending = null;
      if (spinOff?.ex === session) spinOff = null;
      return due;
    },
    meet(session, accounts, shares, price, chance) {
      const plan = company.spinOff;
      if (plan && session === plan.session - SPIN_OFF_NOTICE) {
        const cash = Math.floor(price * plan.share * market.dividend.scale + 0.5) / market.dividend.scale;
        spinOff = {
          kind: "spin-off",
          announced: session,
          ex: plan.session,
          pay: plan.session,
          ratio: plan.ratio,
          cash,
          target: plan.child,
        };
        announced.push(spinOff);
      }
      if (pending !== null) return;
      const decided = decide(session, accounts, shares, price, chance);
      if (decided === null || !isPossible(decided)) return;
      pending = decided;
      announced.push(decided);
    },
  };
};
