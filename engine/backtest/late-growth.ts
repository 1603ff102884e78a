import type { Panel, PanelLateActions } from "../contract/panel.ts";

/**
 * Adds to levels of total return, by cell and without gaps, what is told late of splits and cash. From the row on which
 * it is told, what a share held before the ex-date has come to is multiplied by the split and receives the cash, which
 * is reinvested then. Of what is told at once the last ex-date comes first, so that a split is of the shares and not of
 * what cash has bought since.
 */
export function addLateActions(panel: Panel, levels: Float64Array): void {
  const { lateActions } = panel;
  if (!lateActions) return;
  const { exRow, row } = lateActions;
  const toldOf = new Map<number, number[]>();
  for (const [k, i] of lateActions.instrument.entries()) toldOf.set(i, [...(toldOf.get(i) ?? []), k]);
  for (const [i, told] of toldOf) {
    const [start, end] = [panel.offsets[i]!, panel.offsets[i + 1]!];
    const own = levels.subarray(start, end);
    const close = panel.columns.close!.subarray(start, end);
    const inOrder = told.sort((a, b) => row[a]! - row[b]! || exRow[b]! - exRow[a]! || a - b);
    for (const [n, k] of inOrder.entries()) {
      const growth = growthOf(lateActions, k, inOrder.slice(0, n), own, close);
      for (let r = row[k]!; r < own.length; r++) own[r]! *= growth;
    }
  }
}

/** What a level is multiplied by for one late action, those told `before` being in it. */
function growthOf(
  { exRow, row, ratio, cash }: PanelLateActions,
  k: number,
  before: readonly number[],
  levels: Float64Array,
  close: Float64Array,
): number {
  if (cash[k] === 0) return ratio[k]!;
  let last = Math.max(0, exRow[k]! - 1);
  while (last > 0 && Number.isNaN(close[last])) last--;
  let worth = (close[last]! * levels[row[k]!]!) / levels[last]!;
  // Shares that were owed when it went ex are paid the cash as well.
  for (const other of before) if (exRow[other]! < exRow[k]! && row[other]! > last) worth /= ratio[other]!;
  return worth > 0 ? Math.max(0, ratio[k]! + cash[k]! / worth) : ratio[k]!;
}
