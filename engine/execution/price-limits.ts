import type { SessionDate } from "../contract/time.ts";
import { sessionDateOf } from "./calendar-day.ts";
import { roundToTick, type TickTable, tickAt } from "./tick-size.ts";

const THIRTY_PERCENT = sessionDateOf(2015, 6, 15);

/**
 * How far a session's price may lie from the previous close. Only Korea has one fixed band for all shares; New York's
 * volatility bands halt trading for minutes and are not seen in a session's bar.
 * @source Korea Exchange, KOSPI Market Business Regulation: 15 % from 7 December 1998, 30 % from 15 June 2015.
 */
const priceLimitRows: readonly {
  mic: string;
  from: SessionDate;
  to: SessionDate | null;
  fraction: number;
}[] = [
  { mic: "XKRX", from: sessionDateOf(1998, 12, 7), to: THIRTY_PERCENT, fraction: 0.15 },
  { mic: "XKRX", from: THIRTY_PERCENT, to: null, fraction: 0.3 },
];

/** The band of a market on a session date, as a fraction of the previous close; NaN when it has none. */
export function priceLimitAt(mic: string, date: SessionDate): number {
  for (const row of priceLimitRows)
    if (row.mic === mic && date >= row.from && (row.to === null || date < row.to)) return row.fraction;
  return Number.NaN;
}

/**
 * The highest (`isUp`) or lowest price a session allows: previous close ± fraction·previous close, the move cut to
 * whole ticks of the previous close, the result brought inside to a tick of its own. NaN when close or fraction is.
 */
export function limitPrice(
  previousClose: number,
  fraction: number,
  ticks: TickTable | null,
  isUp: boolean,
): number {
  const move = previousClose * fraction;
  const tick = ticks === null ? 0 : tickAt(ticks, previousClose);
  // A part in a thousand million keeps a move of exactly so many ticks from losing one.
  const cut = tick > 0 ? Math.floor((move / tick) * (1 + 1e-9)) * tick : move;
  return roundToTick(ticks, isUp ? previousClose + cut : previousClose - cut, !isUp);
}
