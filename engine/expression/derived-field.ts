import { ACTION, type Panel } from "../contract/panel.ts";
import { derivedFields, storedFieldsOf } from "./derived-names.ts";
import { unknownField } from "./fields.ts";

/** Numbers remembered of one instrument from row to row: factor, last price, last shares, whether begun. */
export const DERIVED_STATE = 4;

/** What a split or dividend needs: `Panel.actions`, or those of one session. */
export interface ActionColumns {
  readonly kind: Uint8Array;
  readonly ratio: Float64Array;
  readonly cash: Float64Array;
  readonly costShare?: Float64Array;
}

/** The state before the first row of an instrument, see `Panel.sharesSplitFactor`. */
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
 *   by p / (p − cash), p the last close before it, in shares of the day before it: cash is reinvested at that close.
 *   A spin-off is worth its share of the cost, s, of that close: 1 / (1 − s). Only ratios have a meaning.
 *   A dividend with no earlier close in the panel, or not below it, is left out.
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
    } else if (
      name === "totalReturn" &&
      actions.kind[k] === ACTION.cashDividend &&
      actions.cash[k]! < state[1]!
    )
      // Dividends of a row are per old share.
      factor *= state[1]! / (state[1]! - actions.cash[k]!);
  // Those of later rows are per new share, also over a missing close.
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

/**
 * Writes the rows `from` to `end` − 1 of a derived field of instrument i to `output`, row `from` at `place`. Rows
 * before are passed over, as the factor of a row has grown since the panel's first.
 */
export function fillDerived(
  panel: Panel,
  name: string,
  i: number,
  from: number,
  end: number,
  output: Float64Array,
  place: number,
): void {
  const [first, second] = storedFieldsOf(name).map((stored) => storedColumn(panel, stored));
  const state = initialDerived(panel.sharesSplitFactor?.[i] ?? 1);
  const start = panel.offsets[i]!;
  let action = firstActionOf(panel, i);
  for (let row = 0; row < end; row++) {
    const begin = action;
    while (panel.actions.instrument[action] === i && panel.actions.row[action]! <= row) action++;
    const shares = second ? second[start + row]! : 1;
    const value = stepDerived(name, first![start + row]!, shares, panel.actions, begin, action, state);
    if (row >= from) output[place + row - from] = value;
  }
}

/** The place of the first action of instrument i or a later one. */
function firstActionOf({ actions }: Panel, i: number): number {
  let low = 0;
  let high = actions.instrument.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (actions.instrument[middle]! < i) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * One field of a panel, cell by cell: a stored column as it is, a derived one computed from raw data and actions.
 * Throws an ArgumentError "unknown-field".
 */
export function readField(panel: Panel, name: string): Float64Array {
  if (!derivedFields.includes(name)) return storedColumn(panel, name);
  const output = new Float64Array(panel.offsets[panel.instruments.length]!);
  for (const stored of storedFieldsOf(name)) storedColumn(panel, stored);
  for (let i = 0; i < panel.instruments.length; i++) {
    const start = panel.offsets[i]!;
    fillDerived(panel, name, i, 0, panel.offsets[i + 1]! - start, output, start);
  }
  return output;
}

/** A stored column of the panel. Throws an ArgumentError "unknown-field". */
export function storedColumn(panel: Panel, name: string): Float64Array {
  const column = Object.hasOwn(panel.columns, name) ? panel.columns[name] : undefined;
  if (!column) throw unknownField(name, Object.keys(panel.columns));
  return column;
}
