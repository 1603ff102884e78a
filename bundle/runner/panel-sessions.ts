import type { Panel, StreamSession } from "../../engine/index.ts";

/** The sessions of a panel, as a stream takes them up, in the order in which they became known. */
export function* panelSessions(
  panel: Panel,
): Generator<{ readonly at: number; readonly session: StreamSession }> {
  const order = panel.markets.flatMap(({ decisionAt }, market) =>
    Array.from(decisionAt, (at, row) => ({ at, market, row })),
  );
  order.sort((a, b) => a.at - b.at || a.market - b.market);
  for (const { at, market, row } of order) yield { at, session: sessionOf(panel, market, row) };
}

const sessionOf = (panel: Panel, market: number, row: number): StreamSession => {
  const { instruments, offsets, actions } = panel;
  const isHere = (i: number) => instruments[i]!.market === market;
  const isOfSession = (_: unknown, k: number) => actions.row[k] === row && isHere(actions.instrument[k]!);
  const pick = (column: Float64Array) =>
    Float64Array.from(instruments, (_, i) => (isHere(i) ? column[offsets[i]! + row]! : Number.NaN));
  return {
    market,
    sessionNumber: panel.markets[market]!.firstSessionNumber + row,
    columns: Object.fromEntries(Object.entries(panel.columns).map(([name, column]) => [name, pick(column)])),
    members: Uint8Array.from(instruments, (_, i) => (isHere(i) ? panel.members[offsets[i]! + row]! : 0)),
    actions: {
      instrument: actions.instrument.filter(isOfSession),
      kind: actions.kind.filter(isOfSession),
      ratio: actions.ratio.filter(isOfSession),
      cash: actions.cash.filter(isOfSession),
      ...(actions.costShare && { costShare: actions.costShare.filter(isOfSession) }),
    },
  };
};
