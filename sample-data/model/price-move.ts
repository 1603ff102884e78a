import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Random } from "../random.ts";
import type { Company, SizeTier } from "./company.ts";
import { drawFatTailed, nextVariance } from "./fat-tails.ts";
import { globalAt, newsDay, type World } from "./world.ts";

/** One session's return in logs: the part before the open, the part after, and how surprising the day was. */
export interface PriceMove {
  readonly gap: number;
  readonly day: number;
  readonly dailyVariance: number;
  readonly surprise: number;
  /** Of the next session, in units of the long-run variance. */
  readonly variance: number;
}

/** News that changes what a company is worth at one stroke: on few days, more often for the small. */
const NEWS_CHANCE: Readonly<Record<SizeTier, number>> = [0.0001, 0.0004, 0.0012];
const NEWS_SIZE = 0.16;

export const drawMove = (
  company: Company,
  market: Market,
  sessions: Sessions,
  world: World,
  session: number,
  variance: number,
  random: Random,
): PriceMove => {
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
  const news = random.uniform() < NEWS_CHANCE[company.tier] ? NEWS_SIZE * random.normal() : 0;
  const own = Math.sqrt(dailyVariance);
  const surprise = 0.5 * night + 0.866 * day;
  return {
    gap: company.beta * (atOpen - closeBefore) + 0.4 * common + own * 0.5 * night + news,
    day: company.beta * (atClose - atOpen) + 0.6 * common + own * 0.866 * day,
    dailyVariance,
    surprise,
    variance: nextVariance(variance, surprise),
  };
};
