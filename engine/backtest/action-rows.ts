import type { Panel } from "../contract/panel.ts";

/** What goes ex on one row of one instrument: cash per old share, then new shares per old share. */
export interface ExDate {
  readonly row: number;
  readonly cash: number;
  readonly ratio: number;
}

/** The ex-dates of each instrument, ascending, actions of one row taken together. */
export function groupActions(panel: Panel): ExDate[][] {
  const groups: ExDate[][] = panel.instruments.map(() => []);
  const { instrument, row, kind, ratio, cash } = panel.actions;
  for (let k = 0; k < instrument.length; k++) {
    const group = groups[instrument[k]!]!;
    const last = group.at(-1);
    const isSplit = kind[k] === 0;
    const sameRow = last?.row === row[k] ? group.pop() : undefined;
    group.push({
      row: row[k]!,
      cash: (sameRow?.cash ?? 0) + (isSplit ? 0 : cash[k]!),
      ratio: (sameRow?.ratio ?? 1) * (isSplit ? ratio[k]! : 1),
    });
  }
  return groups;
}

/** A price of the day before an ex-date, in shares of the day itself: less the dividend, never below zero. */
export function carryAcross(price: number, { cash, ratio }: Pick<ExDate, "cash" | "ratio">): number {
  return Math.max(0, price - cash) / ratio;
}
