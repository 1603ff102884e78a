import type { Panel, StreamSession } from "../../engine/index.ts";

/** One session of one market of a panel. */
export interface PanelSession {
  /** Its decision instant, UTC microseconds. */
  readonly at: number;
  readonly market: number;
  readonly row: number;
}

/** The sessions of a panel in the order in which they became known. */
export const sessionOrder = (panel: Panel): readonly PanelSession[] =>
  panel.markets
    .flatMap(({ decisionAt }, market) => Array.from(decisionAt, (at, row) => ({ at, market, row })))
    .sort((a, b) => a.at - b.at || a.market - b.market);

/** Reads sessions of a panel as a stream takes them up. */
export const sessionReader = (panel: Panel): ((session: PanelSession) => StreamSession) => {
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
    const isHere = (i: number) => instruments[i]!.market === market;
    const pick = (column: Float64Array) =>
      Float64Array.from(instruments, (_, i) => (isHere(i) ? column[offsets[i]! + row]! : Number.NaN));
    return {
      market,
      sessionNumber: panel.markets[market]!.firstSessionNumber + row,
      columns: Object.fromEntries(
        Object.entries(panel.columns).map(([name, column]) => [name, pick(column)]),
      ),
      members: Uint8Array.from(instruments, (_, i) => (isHere(i) ? panel.members[offsets[i]! + row]! : 0)),
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

/** The sessions of a panel, as a stream takes them up, in the order in which they became known. */
export function* panelSessions(
  panel: Panel,
): Generator<{ readonly at: number; readonly session: StreamSession }> {
  const read = sessionReader(panel);
  for (const each of sessionOrder(panel)) yield { at: each.at, session: read(each) };
}
