import { isoOf } from "../calendars/day.ts";
import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import { AT_LOWER_LIMIT, AT_UPPER_LIMIT, HALTED } from "../model/print-bar.ts";
import { type TickRule, tickSize } from "../model/tick.ts";
import { tradingRulesOf } from "../model/trading-rules.ts";
import { exp, openRandom, type Random } from "../random.ts";
import type { TruthLog } from "../truths/planted-truths.ts";
import type { TableBuilder } from "./table-builder.ts";

const MICROS_PER_MINUTE = 60_000_000;
const DELIVERY_MINUTES = 15;
const LATE_SHARE = 0.003;
const REVISED_PRICE_SHARE = 0.0008;
const REVISED_VOLUME_SHARE = 0.0335;
const STREAM = 700_000;
const AT_A_LIMIT = AT_UPPER_LIMIT | AT_LOWER_LIMIT;

/** A company's bars: delivered after the close, a few the next morning, some corrected in the days after. */
export const appendBars = (
  bars: TableBuilder<"bars_1d">,
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
  truths: TruthLog,
): void => {
  const { company } = history;
  const { iid } = company;
  const random = openRandom(company.seed + STREAM);
  const rulesOn = tradingRulesOf(market);
  logHalts(history, sessions, truths);
  for (let row = 0; row < history.close.length; row++) {
    const session = history.first + row;
    const session_date = sessions.dates[session]!;
    const luck = random.uniform();
    const isLate = luck < LATE_SHARE;
    const delay = isLate ? 14 * 60 + random.integer(120) : DELIVERY_MINUTES;
    const known_at = sessions.closeAt[session]! + delay * MICROS_PER_MINUTE;
    const flags = history.flags[row]!;
    const bar: Bar = {
      open: history.open[row]!,
      high: history.high[row]!,
      low: history.low[row]!,
      close: history.close[row]!,
    };
    const volume = history.volume[row]!;
    const append = (values: Bar, traded: number, knownAt: number, revision: number) =>
      bars.append({
        iid,
        session_date,
        open: values.open,
        high: values.high,
        low: values.low,
        close: values.close,
        volume: traded,
        turnover: turnoverOf(bar, traded),
        currency: market.quoteUnit,
        flags,
        known_at: knownAt,
        revision,
      });
    if (!append(bar, volume, known_at, 0)) continue;
    if (isLate) truths.lateBars.push({ iid, on: isoOf(session_date), knownAt: known_at });
    if ((flags & AT_A_LIMIT) !== 0)
      truths.limitCloses.push({
        iid,
        on: isoOf(session_date),
        side: (flags & AT_UPPER_LIMIT) !== 0 ? "upper" : "lower",
      });
    const fate = luck - LATE_SHARE;
    if (isLate || volume === 0 || fate >= REVISED_PRICE_SHARE + REVISED_VOLUME_SHARE) continue;
    if (fate >= REVISED_PRICE_SHARE) {
      const correctedAt = known_at + drawVolumeDelay(random) * MICROS_PER_MINUTE;
      if (append(bar, correctVolume(volume, market.lot, random), correctedAt, 1)) truths.revisedVolumes++;
    } else if ((flags & AT_A_LIMIT) === 0) {
      const knownAt = known_at + (600 + random.integer(6_000)) * MICROS_PER_MINUTE;
      const { field, corrected } = correctPrice(bar, rulesOn(session_date).ticks, random);
      if (append(corrected, volume, knownAt, 1))
        truths.revisedBars.push({ iid, on: isoOf(session_date), knownAt, field });
    }
  }
};

interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Volume at the middle of the day's prices, in whole quote units. */
export const turnoverOf = ({ open, high, low, close }: Bar, volume: number): number =>
  Math.floor((volume * (open + high + low + close)) / 4 + 0.5);

/** Trades reported after the close are added: mostly a fraction of a percent. */
const correctVolume = (volume: number, lot: number, random: Random): number => {
  const added = 0.0036 * exp(1.6 * random.normal());
  return volume + Math.max(1, Math.floor((volume * Math.min(1, added)) / lot)) * lot;
};

/** Mostly on the next day, some up to four days later. */
const drawVolumeDelay = (random: Random): number =>
  (random.uniform() < 0.93 ? 1 : 2 + random.integer(3)) * 1_440 - 60 + random.integer(120);

/** A wider high, a deeper low, or a close one tick nearer the open: always another bar, never an impossible one. */
const correctPrice = (bar: Bar, ticks: TickRule, random: Random) => {
  const { open, high, low, close } = bar;
  const step = (price: number, count: number) =>
    Math.floor((price + count * tickSize(price, ticks)) * ticks.scale + 0.5) / ticks.scale;
  const kind = random.integer(3);
  const reach = 1 + random.integer(3);
  if (kind === 0 || low <= reach * tickSize(low, ticks))
    return { field: "high", corrected: { ...bar, high: step(high, reach) } } as const;
  if (kind === 1 || open === close)
    return { field: "low", corrected: { ...bar, low: step(low, -reach) } } as const;
  return { field: "close", corrected: { ...bar, close: step(close, open > close ? 1 : -1) } } as const;
};

const logHalts = ({ company, first, flags }: CompanyHistory, sessions: Sessions, truths: TruthLog): void => {
  for (const { from, to } of company.halts) {
    let count = 0;
    for (let session = from; session < to && session - first < flags.length; session++)
      if (flags[session - first] === HALTED) count++;
    if (count > 0)
      truths.halts.push({ iid: company.iid, from: isoOf(sessions.dates[from]!), sessions: count });
  }
};
