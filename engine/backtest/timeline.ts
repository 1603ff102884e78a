import type { Panel } from "../contract/panel.ts";
import type { SessionDate, UtcMicros } from "../contract/time.ts";

/** What happens at one instant: a market opens, its row becomes known, or the decision market strikes the NAV. */
export interface TimelineEvent {
  readonly at: UtcMicros;
  readonly phase: "open" | "known" | "strike";
  readonly market: number;
  readonly row: number;
}

/** At one instant: opens first, so that an order decided then fills strictly later; then knowledge, then the NAV. */
const PHASE = { open: 0, known: 1, strike: 2 } as const;

/**
 * The events a run plays: up to its last strike. A fill after that would be in the run's totals but in no NAV.
 */
export function endAtLastStrike(
  events: readonly TimelineEvent[],
  panel: Panel,
  to: SessionDate,
): TimelineEvent[] {
  const isStrike = ({ phase, market, row }: TimelineEvent) =>
    phase === "strike" && panel.markets[market]!.sessionDates[row]! <= to;
  return events.slice(0, events.findLastIndex(isStrike) + 1);
}

/** All events of a panel, markets interleaved by instant and never by date; ties by phase, then market code. */
export function buildTimeline(panel: Panel, decisionMarket: number): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  for (const [market, { sessionDates, openAt, decisionAt }] of panel.markets.entries())
    for (let row = 0; row < sessionDates.length; row++) {
      events.push({ at: openAt[row]!, phase: "open", market, row });
      events.push({ at: decisionAt[row]!, phase: "known", market, row });
      if (market === decisionMarket) events.push({ at: decisionAt[row]!, phase: "strike", market, row });
    }
  const mics = panel.markets.map((market) => market.mic);
  return events.sort(
    (a, b) =>
      a.at - b.at ||
      PHASE[a.phase] - PHASE[b.phase] ||
      (mics[a.market]! < mics[b.market]! ? -1 : mics[a.market]! > mics[b.market]! ? 1 : 0) ||
      a.row - b.row,
  );
}
