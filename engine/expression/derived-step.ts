import { ACTION } from "../contract/panel.ts";

/** What a split or dividend needs: `Panel.actions`, or those of one session. */
export interface ActionColumns {
  readonly kind: Uint8Array;
  readonly ratio: Float64Array;
  readonly cash: Float64Array;
  readonly costShare?: Float64Array;
}

/**
 * What is remembered of one instrument from row to row, before the first one: factor (see `Panel.sharesSplitFactor`),
 * last price, last shares, whether begun.
 */
export function initialDerived(sharesSplitFactor: number): Float64Array {
  return Float64Array.of(sharesSplitFactor, Number.NaN, Number.NaN, 0);
}

/**
 * One session of a derived field: a stored value, made comparable over time with the actions up to its own day,
 * always forwards, so that no later action changes an earlier cell.
 *
 * - `adjustedClose(t)` = close(t) · Π split ratios with ex-date ≤ t; `adjustedOpen`, `adjustedHigh` and `adjustedLow`
 *   likewise. Unit: the instrument's currency, in shares of the panel's first row.
 * - `adjustedVolume(t)` = volume(t) / Π split ratios with ex-date ≤ t, in shares of the panel's first row.
 * - `totalReturn(t)` = close(t) · C(t), where C multiplies by each split ratio and, at each ex-date of a dividend,
 *   by p / (p − cash), p the last close before it, in shares of the day before it and less the dividends since: cash,
 *   all that a share is paid on that day, is reinvested at what is left of that close. A spin-off is worth its share of
 *   the cost, s, of it: 1 / (1 − s). Only ratios have a meaning. Dividends with no earlier close in the panel, or
 *   together not below it, are left out.
 * - `marketCap(t)` = sharesOutstanding(t) · close(t) · Π split ratios since the report. A report takes effect on
 *   the first row whose sharesOutstanding differs from the row before; a split on a later ex-date scales it until
 *   the next report, which is taken to count shares after every split before it. What row 0 carries from before the
 *   panel starts at the panel's `sharesSplitFactor`. Unit: the instrument's currency.
 *
 * `value` is the first stored input, `shares` the second (any number without one); actions are those at places
 * `first` to `last` − 1, and what was seen before is in `state`. Missing where an input is missing on the session.
 */
export function stepDerived(
  name: string,
  value: number,
  shares: number,
  actions: ActionColumns,
  first: number,
  last: number,
  state: Float64Array,
): number {
  const hasShares = name === "marketCap";
  // A report that takes effect on an ex-date counts the new shares already.
  const isReport = hasShares && !Number.isNaN(shares) && shares !== state[2];
  const isFirst = state[3] === 0;
  let factor = isFirst ? 1 : state[0]!;
  // What the last close is divided by when this row is over.
  let rowRatio = 1;
  let cash = 0;
  for (let k = first; k < last; k++)
    if (actions.kind[k] === ACTION.split) {
      factor *= actions.ratio[k]!;
      rowRatio *= actions.ratio[k]!;
    } else if (name === "totalReturn" && actions.kind[k] === ACTION.spinOff) {
      const left = 1 - (actions.costShare?.[k] ?? 0);
      if (left > 0) {
        factor /= left;
        rowRatio /= left;
      }
    } else if (name === "totalReturn" && actions.kind[k] === ACTION.cashDividend) cash += actions.cash[k]!;
  // Dividends of a row are per old share. Those of later rows are per new share, also over a missing close.
  if (cash > 0 && cash < state[1]!) {
    factor *= state[1]! / (state[1]! - cash);
    state[1]! -= cash;
  }
  state[1]! /= rowRatio;
  if (isReport) factor = isFirst ? state[0]! : 1;
  if (hasShares) state[2] = shares;
  state[0] = factor;
  state[3] = 1;
  if (!Number.isNaN(value)) state[1] = value;
  const derived =
    name === "adjustedVolume" ? value / factor : hasShares ? value * factor * shares : value * factor;
  return Number.isNaN(derived) ? Number.NaN : derived;
}
