import { listVersions } from "../calendars/calendar-versions.ts";
import { isoOf, yearMonthOf } from "../calendars/day.ts";
import type { Sessions } from "../calendars/sessions.ts";
import { listHeldSessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import { drawMinutes } from "../model/minute-path.ts";
import { tradingRulesOf } from "../model/trading-rules.ts";
import { openRandom } from "../random.ts";
import { turnoverOf } from "./append-bars.ts";
import type { TableBuilder } from "./table-builder.ts";

/** The largest companies at the start, and their last sessions. */
const LARGEST_SHARE = 0.1;
const LEAST_COMPANIES = 5;
const SESSIONS_WITH_MINUTES = 5;
const MICROS_PER_MINUTE = 60_000_000;
const DELIVERY_MICROS = 2_000_000;
const STREAM = 500_000;

/** Minute bars of a company's last sessions, each known seconds after its minute; none in the lunch break. */
export const appendMinuteBars = (
  bars: TableBuilder<"bars_1m">,
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
): void => {
  const { company, first, close } = history;
  const isChosen = company.rank <= Math.max(LEAST_COMPANIES, market.instruments * LARGEST_SHARE);
  if (!isChosen || company.delisted >= 0) return;
  const random = openRandom(company.seed + STREAM);
  const rulesOn = tradingRulesOf(market);
  for (let row = Math.max(0, close.length - SESSIONS_WITH_MINUTES); row < close.length; row++) {
    const session_date = sessions.dates[first + row]!;
    const prices = {
      open: history.open[row]!,
      high: history.high[row]!,
      low: history.low[row]!,
      close: close[row]!,
    };
    const volume = history.volume[row]!;
    const starts = minuteStarts(market, session_date);
    const day = { ...prices, volume, turnover: turnoverOf(prices, volume) };
    const minutes = drawMinutes(day, starts.length, rulesOn(session_date).ticks, market.lot, random);
    if (!minutes) continue;
    starts.forEach((minute_utc, minute) => {
      bars.append({
        iid: company.iid,
        session_date,
        minute_utc,
        open: minutes.open[minute]!,
        high: minutes.high[minute]!,
        low: minutes.low[minute]!,
        close: minutes.close[minute]!,
        volume: minutes.volume[minute]!,
        turnover: minutes.turnover[minute]!,
        currency: market.quoteUnit,
        flags: 0,
        known_at: minute_utc + MICROS_PER_MINUTE + DELIVERY_MICROS,
        revision: 0,
      });
    });
  }
};

/** When each minute of trading of a session begins. */
const minuteStarts = ({ calendar }: Market, day: number): number[] => {
  const iso = isoOf(day);
  const year = yearMonthOf(day).year;
  const versions = listVersions(calendar, `${year}-01-01`, iso);
  const session = listHeldSessions(versions).find(({ sessionDate }) => sessionDate === day)!;
  const starts: number[] = [];
  for (let minute = session.openAt; minute < session.closeAt; minute += MICROS_PER_MINUTE) {
    const { breakStartAt, breakEndAt } = session;
    const isBreak =
      breakStartAt !== null && breakEndAt !== null && minute >= breakStartAt && minute < breakEndAt;
    if (!isBreak) starts.push(minute);
  }
  return starts;
};
