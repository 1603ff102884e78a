import type { Panel } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";
import type { StreamSession } from "./factor-stream.ts";

/** One session of one market of a panel. */
export interface PanelSession {
  /** Its decision instant. */
  readonly at: UtcMicros;
  readonly market: number;
  /** Its row in the panel. */
  readonly row: number;
}

/** What stands where an instrument of another market has no session. */
export interface SessionFill {
  readonly value: number;
  readonly member: 0 | 1;
}

const MISSING: SessionFill = { value: Number.NaN, member: 0 };

/** The sessions of a panel in the order in which they became known. */
export const sessionOrder = (panel: Panel): readonly PanelSession[] =>
  panel.markets
    .flatMap(({ decisionAt }, market) => Array.from(decisionAt, (at, row) => ({ at, market, row })))
    .sort((a, b) => a.at - b.at || a.market - b.market);

/**
 * Reads sessions of a panel as a stream takes them up.
 *
 * @param fill what stands in the columns at instruments of other markets, which no stream reads: missing values when left
 * out
 */
export const sessionReader = (
  panel: Panel,
  fill: SessionFill = MISSING,
): ((session: PanelSession) => StreamSession) => {
  const { instruments, offsets, actions } = panel;
  const placeOf = (market: number, row: number) => `${market} ${row}`;
  const actionsOf = new Map<string, number[]>();
  actions.row.forEach((row, k) => {
    const place = placeOf(instruments[actions.instrument[k]!]!.market, row);
    const own = actionsOf.get(place);
    if (own) own.push(k);
    else actionsOf.set(place, [k]);
  });
  return ({ market, row }) => {
    const own = actionsOf.get(placeOf(market, row)) ?? [];
    const pick = (column: ArrayLike<number>, other: number) =>
      instruments.map((instrument, i) => (instrument.market === market ? column[offsets[i]! + row]! : other));
    return {
      market,
      sessionNumber: panel.markets[market]!.firstSessionNumber + row,
      columns: Object.fromEntries(
        Object.entries(panel.columns).map(([name, column]) => [
          name,
          Float64Array.from(pick(column, fill.value)),
        ]),
      ),
      members: Uint8Array.from(pick(panel.members, fill.member)),
      actions: {
        instrument: Int32Array.from(own, (k) => actions.instrument[k]!),
        kind: Uint8Array.from(own, (k) => actions.kind[k]!),
        ratio: Float64Array.from(own, (k) => actions.ratio[k]!),
        cash: Float64Array.from(own, (k) => actions.cash[k]!),
        ...(actions.costShare && { costShare: Float64Array.from(own, (k) => actions.costShare![k]!) }),
      },
    };
  };
};

/**
 * The sessions of a panel one by one, in the order in which they became known: what a stream takes up to reach the
 * panel's end.
 *
 * @example for (const { session } of panelSessions(panel)) stream.push(session);
 */
export function* panelSessions(
  panel: Panel,
  fill?: SessionFill,
): Generator<PanelSession & { readonly session: StreamSession }> {
  const read = sessionReader(panel, fill);
  for (const each of sessionOrder(panel)) yield { ...each, session: read(each) };
}
