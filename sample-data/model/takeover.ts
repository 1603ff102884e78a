import { log, type Random } from "../random.ts";
import type { Company, Deal } from "./company.ts";
import { roundToTick, type TickRule } from "./tick.ts";

/** What the holders of a company that is taken over receive for each share. */
export interface Terms {
  readonly announced: number;
  /** In quote units; 0 when shares are paid. */
  readonly cash: number;
  /** Shares of the acquirer; 0 when cash is paid. */
  readonly ratio: number;
  readonly acquirer: string | null;
}

/** Closes of another company of the same market, by session. */
export type CloseOn = (session: number) => number;

/** Before it is done a deal may fail, and money has a price: the market pays this much less at the announcement. */
const SPREAD = 0.03;
const NOISE = 0.002;
const RATIO_SCALE = 10_000;

/** Fixes the terms on the evening of the announcement. */
export const agreeTerms = (
  { announced, acquirer, premium }: Deal,
  close: number,
  acquirerClose: CloseOn | null,
  ticks: TickRule,
): Terms => {
  const price = close * (1 + premium);
  if (acquirer === null || acquirerClose === null)
    return { announced, cash: roundToTick(price, ticks), ratio: 0, acquirer: null };
  const ratio = Math.max(1, Math.floor((price / acquirerClose(announced)) * RATIO_SCALE + 0.5)) / RATIO_SCALE;
  return { announced, cash: 0, ratio, acquirer };
};

/** What the terms are worth at the close of a session. */
export const worthOf = (terms: Terms, acquirerClose: CloseOn | null, session: number): number =>
  terms.cash + (acquirerClose ? terms.ratio * acquirerClose(session) : 0);

/** The log price that a market of arbitrageurs sets while the deal is on its way. */
export const drawDealPrice = (
  terms: Terms,
  company: Company,
  acquirerClose: CloseOn | null,
  session: number,
  random: Random,
): number => {
  const left = (company.delisted - session) / (company.delisted - terms.announced);
  return log(worthOf(terms, acquirerClose, session)) - SPREAD * left + NOISE * random.normal();
};

/** Announced after the close of `announced`; the last session of the target is the one before `delisted`. */
export const isUnderOffer = (company: Company, session: number): boolean =>
  company.deal !== null && session > company.deal.announced;
