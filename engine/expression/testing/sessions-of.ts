import type { Panel } from "../../contract/panel.ts";
import type { UtcMicros } from "../../contract/time.ts";
import type { StreamSession } from "../factor-stream.ts";

/** The sessions of a panel as a stream gets them, in the order of their decision instants. */
export function sessionsOf(panel: Panel): { at: UtcMicros; row: number; session: StreamSession }[] {
  const order = panel.markets.flatMap(({ decisionAt }, market) =>
    Array.from(decisionAt, (at, row) => ({ at, market, row })),
  );
  order.sort((a, b) => a.at - b.at || a.market - b.market);
  return order.map(({ at, market, row }) => ({ at, row, session: sessionOf(panel, market, row) }));
}

/** Cells of other markets are filled with what must not be read. */
function sessionOf(panel: Panel, market: number, row: number): StreamSession {
  const { instruments, offsets, actions } = panel;
  const pick = (column: ArrayLike<number>, other: number) =>
    instruments.map((instrument, i) => (instrument.market === market ? column[offsets[i]! + row]! : other));
  const isOfSession = (_: unknown, k: number) =>
    actions.row[k] === row && instruments[actions.instrument[k]!]!.market === market;
  return {
    market,
    sessionNumber: panel.markets[market]!.firstSessionNumber + row,
    columns: Object.fromEntries(
      Object.entries(panel.columns).map(([name, column]) => [name, Float64Array.from(pick(column, 777))]),
    ),
    members: Uint8Array.from(pick(panel.members, 1)),
    actions: {
      instrument: actions.instrument.filter(isOfSession),
      kind: actions.kind.filter(isOfSession),
      ratio: actions.ratio.filter(isOfSession),
      cash: actions.cash.filter(isOfSession),
      ...(actions.costShare && { costShare: actions.costShare.filter(isOfSession) }),
    },
  };
}
