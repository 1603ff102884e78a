import type { Market } from "../markets.ts";
import { exp, log, openRandom } from "../random.ts";
import { sectors } from "../sectors.ts";

/** Large, middle, small: three regimes of liquidity. */
export type SizeTier = 0 | 1 | 2;

/** What is fixed about a company before its history is drawn. */
export interface Company {
  readonly iid: string;
  readonly name: string;
  readonly seed: number;
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
  readonly delisted: number;
  readonly isFailure: boolean;
  readonly delistReturn: number;
}

const TIER_VOLATILITY = [0.2, 0.27, 0.35] as const;
const TIER_TURNOVER = [0.0035, 0.0028, 0.0012] as const;
const TIER_ZERO_VOLUME = [0, 0.006, 0.078] as const;
const LATE_LISTING_SHARE = 0.17;
const DELISTED_SHARE = 0.12;
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
    return {
      iid: `${market.prefix}${number.padStart(4, "0")}`,
      name: `Sample ${market.prefix} ${number}`,
      seed: seed + 1 + index,
      sector: random.integer(sectors.length),
      tier,
      beta: Math.min(1.8, Math.max(0.4, 1 + 0.24 * random.normal())),
      sectorLoading: between(0.6, 1.3),
      volatility: TIER_VOLATILITY[tier] * market.idiosyncraticScale * exp(0.18 * random.normal()),
      startPrice,
      startShares: Math.floor(capUsd / market.usdPerUnitAtStart / startPrice / 1_000) * 1_000,
      startBookToPrice: bookToPrice,
      payout: random.uniform() < 0.8 - 0.15 * tier ? between(0.25, 0.6) : 0,
      salesToBook: exp(0.4 + 0.5 * random.normal()),
      fiscalOffset: FISCAL_OFFSETS[random.integer(FISCAL_OFFSETS.length)]!,
      turnover: TIER_TURNOVER[tier] * exp(0.4 * random.normal()),
      zeroVolumeChance: TIER_ZERO_VOLUME[tier] * between(0.6, 1.4),
      listed,
      delisted,
      isFailure,
      delistReturn: isDelisted
        ? Math.floor((isFailure ? between(-1, -0.3) : between(0.05, 0.35)) * 100) / 100
        : Number.NaN,
    };
  });
};
