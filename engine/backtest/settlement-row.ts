import type { PanelMarket } from "../contract/panel.ts";
import { settlementRows, settlementSessions } from "../execution/settlement-cycles.ts";
import { countUpTo } from "../expression/known-rows.ts";

/**
 * The row on which a trade of a row settles: the first of the day that many days of trading later, beyond the panel
 * where that ends before. Markets without a known cycle settle at once.
 * @param dayStarts the first row of each day; null where each row is a day
 */
export function settlementRowAfter(
  { mic, sessionDates }: PanelMarket,
  dayStarts: Int32Array | null,
  row: number,
  own: Readonly<Record<string, number>> | undefined,
): number {
  const days = daysToSettle(mic, sessionDates[row]!, own);
  if (days === 0 || !dayStarts) return row + days;
  return dayStarts[countUpTo(dayStarts, row) - 1 + days] ?? sessionDates.length;
}

function daysToSettle(mic: string, date: number, own: Readonly<Record<string, number>> | undefined): number {
  if (own && Object.hasOwn(own, mic)) return own[mic]!;
  return settlementRows.some((cycle) => cycle.mic === mic) ? settlementSessions(mic, date) : 0;
}

/** The first row of each day of a market whose rows are parts of days; null where each row is a day of its own. */
export function findDayStarts({ sessionDates }: PanelMarket): Int32Array | null {
  const starts: number[] = [];
  for (let row = 0; row < sessionDates.length; row++)
    if (row === 0 || sessionDates[row] !== sessionDates[row - 1]) starts.push(row);
  return starts.length === sessionDates.length ? null : Int32Array.from(starts);
}
