import { ACTION, type PanelActions } from "../../engine/contract/panel.ts";
import { NO_SESSION } from "../../engine/contract/time.ts";
import type { PanelLayout } from "./panel-layout.ts";
import type { SeatedAction } from "./resolve-actions.ts";

/**
 * The panel's actions as the engine takes them. A spin-off needs the share of the cost, and of the price, that leaves
 * with it: as told, else the value of what is received over the last close before it, as the panel shows that close.
 * Where there is none (the panel has no closes, or begins with the ex-date) or the value is not below it, the spin-off
 * is cash of that value.
 */
export const settleSpinOffs = (
  layout: PanelLayout,
  close: Float64Array | undefined,
): Required<PanelActions> => {
  const settled: SeatedAction[] = [];
  for (const action of layout.actions) {
    if (action.kind !== ACTION.spinOff) settled.push(action);
    else settled.push(settle(action, close ? priceBefore(action, settled, layout, close) : Number.NaN));
  }
  const doubles = (of: (action: SeatedAction) => number) => Float64Array.from(settled, of);
  const integers = (of: (action: SeatedAction) => number) => Int32Array.from(settled, of);
  return {
    instrument: integers((action) => action.instrument),
    row: integers((action) => action.row),
    kind: Uint8Array.from(settled, (action) => action.kind),
    ratio: doubles((action) => action.ratio),
    cash: doubles((action) => action.cash),
    payDate: integers((action) => action.payDate),
    other: integers((action) => action.other),
    costShare: doubles((action) => (action.kind === ACTION.spinOff ? action.costShare : 0)),
  };
};

const settle = (spinOff: SeatedAction, price: number): SeatedAction => {
  const { cash: value, costShare: told } = spinOff;
  const share = Number.isNaN(told) && value > 0 ? value / price : told;
  if (share >= 0 && share < 1) return { ...spinOff, cash: 0, payDate: NO_SESSION, costShare: share };
  if (value > 0) return { ...spinOff, kind: ACTION.cashDividend, ratio: 1, other: -1 };
  // Nobody said what it is worth: its first close will.
  return { ...spinOff, cash: 0, payDate: NO_SESSION, costShare: 0 };
};

/** The last close before a spin-off, per share of the day before it and less what goes ex with it. */
const priceBefore = (
  { instrument, row }: SeatedAction,
  settled: readonly SeatedAction[],
  { offsets }: PanelLayout,
  close: Float64Array,
): number => {
  const start = offsets[instrument]!;
  let seen = row - 1;
  while (seen >= 0 && Number.isNaN(close[start + seen]!)) seen--;
  if (seen < 0) return Number.NaN;
  let price = close[start + seen]!;
  for (let at = seen + 1; at <= row; at++) {
    const actions = settled.filter((action) => action.instrument === instrument && action.row === at);
    for (const { kind, cash } of actions) if (kind === ACTION.cashDividend) price -= cash;
    if (at < row) for (const { kind, ratio } of actions) if (kind === ACTION.split) price /= ratio;
    for (const { kind, costShare } of actions) if (kind === ACTION.spinOff) price *= 1 - costShare;
  }
  return price;
};
