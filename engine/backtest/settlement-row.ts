import type { PanelMarket } from "../contract/panel.ts";
import { settlementRows, settlementSessions } from "../execution/settlement-cycles.ts";

/** The row on which a trade of a row settles; markets without a known cycle settle at once. */
export function settlementRowAfter(
  { mic, sessionDates }: PanelMarket,
  row: number,
  own: Readonly<Record<string, number>> | undefined,
): number {
  if (own && Object.hasOwn(own, mic)) return row + own[mic]!;
  const isKnown = settlementRows.some((cycle) => cycle.mic === mic);
  return isKnown ? row + settlementSessions(mic, sessionDates[row]!) : row;
}
