import type { Market } from "../markets.ts";
import { exp, log, openRandom } from "../random.ts";
import { sectors } from "../sectors.ts";
import { taughtRestatement } from "../taught-restatement.ts";

/** Large, middle, small: three regimes of liquidity. */
export type SizeTier = 0 | 1 | 2;

/** A new name and symbol, in force from the open of a session. */
export interface Rename {
  readonly session: number;
  readonly symbol: string;
  readonly name: string;
}
/** Sessions without trading: the first, and the first after. */
export interface Halt {
  readonly from: number;
  readonly to: number;
}
/** A part of the company is given to its holders as shares of a new one, from the open of a session. */
export interface SpinOff {
  readonly session: number;
  readonly child: string;
  /** Shares of the child per share. */
  readonly ratio: number;
  /** The part's share of the value. */
  readonly share: number;
}
/** The company is taken over: announced after the close of a session, done when the listing ends. */
export interface Deal {
  readonly announced: number;
  /** Who pays in its own shares; null for cash. */
  readonly acquirer: string | null;
  /** Over the price at the announcement. */
  readonly premium: number;
}

/** What is fixed about a company before its history is drawn. */
export interface Company {
  readonly iid: string;
  readonly name: string;
  /** At the listing; another company may have had it before. */
  readonly symbol: string;
  readonly seed: number;
  /** 1 is the largest of its market at the start. */
  readonly rank: number;
  readonly sector: number;
  readonly tier: SizeTier;
  readonly beta: number;
  readonly sectorLoading: number;
  /** Annual volatility of the company's own news. */
  readonly volatility: number;
  readonly startPrice: number;
  readonly startShares: number;
  readonly startBookToPrice: number;
  readonly payout: number;
  readonly salesToBook: number;
  readonly fiscalOffset: number;
  /** Share of outstanding shares traded on a usual day. */
  readonly turnover: number;
  readonly zeroVolumeChance: number;
  /** Session indices on the market's axis; `delisted` is the first session without a listing, or -1. */
  readonly listed: number;
  /** Listed after the market's first day. */
  readonly isNew: boolean;
  readonly delisted: number;
  readonly isFailure: boolean;
  /** What a failure leaves of the last close, less 1; that of a merger follows from its terms. */
  readonly failureReturn: number;
  readonly rename: Rename | null;
  readonly halts: readonly Halt[];
  readonly spinOff: SpinOff | null;
  /** The company it was a part of. */
  readonly parent: string | null;
  readonly deal: Deal | null;
  /** Sessions on which nothing may go ex, first and last: around halts, spin-offs and mergers. */
  readonly closedPeriods: readonly (readonly [from: number, to: number])[];
}

const TIER_VOLATILITY = [0.2, 0.27, 0.35] as const;
const TIER_TURNOVER = [0.0035, 0.0028, 0.0012] as const;
const TIER_ZERO_VOLUME = [0, 0.006, 0.078] as const;
const LATE_LISTING_SHARE = 0.15;
const DELISTED_SHARE = 0.135;
/** Of failures: those that leave nothing. */
const WORTHLESS_SHARE = 0.4;
const FISCAL_OFFSETS = [0, 0, 0, 0, 0, 1, 2];

/** Draws the companies of one market. `firstSession` and `lastSession` bound the history. */
export const planCompanies = (
  market: Market,
  seed: number,
  firstSession: number,
  lastSession: number,
): Company[] => {
  const random = openRandom(seed);
  const ranks = Array.from({ length: market.instruments }, (_, index) => index + 1);
  for (let index = ranks.length - 1; index > 0; index--) {
    const other = random.integer(index + 1);
    [ranks[index], ranks[other]] = [ranks[other]!, ranks[index]!];
  }
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  return ranks.map((rank, index) => {
    const relativeRank = rank / market.instruments;
    const tier: SizeTier = relativeRank <= 0.35 ? 0 : relativeRank <= 0.7 ? 1 : 2;
    const isLateListing = random.uniform() < LATE_LISTING_SHARE;
    const listed = isLateListing
      ? firstSession + 60 + random.integer(lastSession - firstSession - 360)
      : firstSession;
    const earliestEnd = listed + 300;
    const isDelisted = random.uniform() < DELISTED_SHARE && earliestEnd < lastSession - 40;
    const delisted = isDelisted ? earliestEnd + random.integer(lastSession - 20 - earliestEnd) : -1;
    const isFailure = isDelisted && random.uniform() < (tier === 0 ? 0.15 : 0.55);
    const bookToPrice = Math.min(1.5, Math.max(0.2, exp(log(0.55) + 0.5 * random.normal())));
    const [lowPrice, highPrice] = market.startPrice;
    const startPrice = lowPrice * exp(random.uniform() * log(highPrice / lowPrice));
    const capUsd = (market.capScaleUsd / (rank + 4)) * exp(0.15 * random.normal());
    const number = String(index + 1);
    const iid = `${market.prefix}${number.padStart(4, "0")}`;
    const company: Company = {
      iid,
      name: `Sample ${market.prefix} ${number}`,
      symbol: iid,
      rank,
      seed: seed + 1 + index,
      sector: random.integer(sectors.length),
      tier,
      beta: Math.min(1.8, Math.max(0.4, 1 + 0.24 * random.normal())),
      sectorLoading: between(0.6, 1.3),
      volatility: TIER_VOLATILITY[tier] * market.idiosyncraticScale * exp(0.18 * random.normal()),
      startPrice,
      startShares: toRoundLots((capUsd / market.usdPerUnitAtStart / startPrice) * market.quotesPerUnit),
      startBookToPrice: bookToPrice,
      payout: random.uniform() < 0.8 - 0.15 * tier ? between(0.25, 0.6) : 0,
      salesToBook: exp(0.4 + 0.5 * random.normal()),
      fiscalOffset: FISCAL_OFFSETS[random.integer(FISCAL_OFFSETS.length)]!,
      turnover: TIER_TURNOVER[tier] * exp(0.4 * random.normal()),
      zeroVolumeChance: TIER_ZERO_VOLUME[tier] * between(0.6, 1.4),
      listed,
      isNew: isLateListing,
      delisted,
      isFailure,
      failureReturn: random.uniform() < WORTHLESS_SHARE ? -1 : Math.floor(between(-0.95, -0.3) * 100) / 100,
      rename: null,
      halts: [],
      spinOff: null,
      parent: null,
      deal: null,
      closedPeriods: [],
    };
    return iid === taughtRestatement.iid
      ? { ...company, fiscalOffset: 0, listed: firstSession, isNew: false, delisted: -1, isFailure: false }
      : company;
  });
};

/** Thousands of shares, and never none. */
const toRoundLots = (shares: number): number => Math.max(1, Math.floor(shares / 1_000)) * 1_000;
