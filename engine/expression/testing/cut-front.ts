import type { Panel } from "../../contract/panel.ts";

/** The panel as if it began `rows` sessions later in every market; what happened before is unknown. */
export function cutFront(panel: Panel, rows: number): Panel {
  const starts = panel.instruments.map((_, i) => panel.offsets[i]! + rows);
  const ends = panel.instruments.map((_, i) => panel.offsets[i + 1]!);
  const offsets = new Int32Array(panel.offsets.length);
  starts.forEach((start, i) => {
    offsets[i + 1] = offsets[i]! + ends[i]! - start;
  });
  const cut = <T extends Float64Array | Uint8Array>(column: T, output: T): T => {
    starts.forEach((start, i) => {
      output.set(column.subarray(start, ends[i]!), offsets[i]!);
    });
    return output;
  };
  const total = offsets.at(-1)!;
  const { actions } = panel;
  const isKept = (_: unknown, k: number) => actions.row[k]! >= rows;
  return {
    ...panel,
    markets: panel.markets.map((market) => ({
      ...market,
      firstSessionNumber: market.firstSessionNumber + rows,
      sessionDates: market.sessionDates.slice(rows),
      openAt: market.openAt.slice(rows),
      closeAt: market.closeAt.slice(rows),
      decisionAt: market.decisionAt.slice(rows),
    })),
    offsets,
    columns: Object.fromEntries(
      Object.entries(panel.columns).map(([name, column]) => [name, cut(column, new Float64Array(total))]),
    ),
    members: cut(panel.members, new Uint8Array(total)),
    actions: {
      instrument: actions.instrument.filter(isKept),
      row: actions.row.filter(isKept).map((row) => row - rows),
      kind: actions.kind.filter(isKept),
      ratio: actions.ratio.filter(isKept),
      cash: actions.cash.filter(isKept),
      ...(actions.costShare && { costShare: actions.costShare.filter(isKept) }),
    },
  };
}
