import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import { tickSize } from "../model/tick.ts";
import { openRandom, type Random } from "../random.ts";
import type { TableBuilder } from "./table-builder.ts";

const MICROS_PER_MINUTE = 60_000_000;
const DELIVERY_MINUTES = 15;
const LATE_SHARE = 0.003;
const REVISED_SHARE = 0.001;
const STREAM = 700_000;
const NO_TRADES = 2;

/** A company's bars: delivered after the close, a few the next morning, a few corrected some days later. */
export const appendBars = (
  bars: TableBuilder,
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
): void => {
  const { company, open, high, low, close, volume } = history;
  const random = openRandom(company.seed + STREAM);
  for (let row = 0; row < close.length; row++) {
    const session = history.first + row;
    const luck = random.uniform();
    const delay = luck < LATE_SHARE ? 14 * 60 + random.integer(120) : DELIVERY_MINUTES;
    const knownAt = sessions.closeAt[session]! + delay * MICROS_PER_MINUTE;
    const date = sessions.dates[session]!;
    const flags = volume[row] === 0 ? NO_TRADES : 0;
    const bar = [open[row]!, high[row]!, low[row]!, close[row]!] as const;
    bars.append([company.iid, date, ...bar, volume[row]!, null, market.currency, flags, knownAt, 0]);
    if (luck < LATE_SHARE || luck >= LATE_SHARE + REVISED_SHARE || volume[row] === 0) continue;
    const correctedAt = knownAt + (600 + random.integer(6_000)) * MICROS_PER_MINUTE;
    bars.append([
      company.iid,
      date,
      ...correct(bar, market, random),
      volume[row]!,
      null,
      market.currency,
      flags,
      correctedAt,
      1,
    ]);
  }
};

type Bar = readonly [open: number, high: number, low: number, close: number];

/** A wider high, a deeper low, or a close one tick nearer the open: always another bar, never an impossible one. */
const correct = ([open, high, low, close]: Bar, market: Market, random: Random): Bar => {
  const tick = (price: number) => tickSize(price, market.ticks);
  const step = (price: number, ticks: number) =>
    Math.floor((price + ticks * tick(price)) * market.ticks.scale + 0.5) / market.ticks.scale;
  const kind = random.integer(3);
  const reach = 1 + random.integer(3);
  if (kind === 0 || low <= reach * tick(low)) return [open, step(high, reach), low, close];
  if (kind === 1 || open === close) return [open, high, step(low, -reach), close];
  return [open, high, low, step(close, open > close ? 1 : -1)];
};
