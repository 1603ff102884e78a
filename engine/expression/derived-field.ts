import type { Panel } from "../contract/panel.ts";
import { derivedFields, unknownField } from "./fields.ts";

/**
 * One field of a panel, cell by cell: a stored column as it is, a derived one computed from raw data and actions,
 * always forwards, so that no later action changes an earlier cell.
 *
 * - `adjustedClose(t)` = close(t) · Π split ratios with ex-date ≤ t. Unit: the instrument's currency, in shares of
 *   the panel's first row.
 * - `totalReturn(t)` = close(t) · C(t), where C multiplies by each split ratio and, at each ex-date of a dividend,
 *   by p / (p − cash), p the last close before it, in shares of the day before it: cash is reinvested at that close.
 *   Only ratios have a meaning.
 *   A dividend with no earlier close in the panel, or not below it, is left out.
 * - `marketCap(t)` = sharesOutstanding(t) · close(t) · Π split ratios since the report. A report takes effect on
 *   the first row whose sharesOutstanding differs from the row before; a split on a later ex-date scales it until
 *   the next report, which is taken to count shares after every split before it. What row 0 carries from before the
 *   panel starts at the panel's `sharesSplitFactor`. Unit: the instrument's currency.
 *
 * Missing where an input is missing on that session. Throws an ArgumentError "unknown-field".
 */
export function readField(panel: Panel, name: string): Float64Array {
  if (!derivedFields.includes(name)) return storedColumn(panel, name);
  const close = storedColumn(panel, "close");
  const shares = name === "marketCap" ? storedColumn(panel, "sharesOutstanding") : null;
  const { actions, offsets } = panel;
  const output = new Float64Array(close.length);
  let action = 0;
  for (let i = 0; i < panel.instruments.length; i++) {
    const start = offsets[i]!;
    const end = offsets[i + 1]!;
    let factor = 1;
    let lastClose = Number.NaN;
    let rowRatio = 1;
    let lastShares = Number.NaN;
    let next = nextActionCell(panel, action, i);
    for (let cell = start; cell < end; cell++) {
      // A report that takes effect on an ex-date counts the new shares already.
      const isReport = shares !== null && !Number.isNaN(shares[cell]) && shares[cell] !== lastShares;
      while (next <= cell) {
        if (actions.kind[action] === 0) {
          factor *= actions.ratio[action]!;
          rowRatio *= actions.ratio[action]!;
        } else if (name === "totalReturn" && actions.cash[action]! < lastClose)
          factor *= lastClose / (lastClose - actions.cash[action]!);
        action++;
        const following = nextActionCell(panel, action, i);
        if (following !== next) {
          // Dividends of a row are per old share; those of later rows per new one, also over a missing close.
          lastClose /= rowRatio;
          rowRatio = 1;
        }
        next = following;
      }
      if (isReport) factor = cell === start ? (panel.sharesSplitFactor?.[i] ?? 1) : 1;
      if (shares !== null) lastShares = shares[cell]!;
      const value = close[cell]! * factor * (shares === null ? 1 : shares[cell]!);
      output[cell] = Number.isNaN(value) ? Number.NaN : value;
      if (!Number.isNaN(close[cell])) lastClose = close[cell]!;
    }
  }
  return output;
}

/** The cell of an action of instrument i, or infinity when the action at this place is of a later instrument. */
function nextActionCell(panel: Panel, action: number, i: number): number {
  const { instrument, row } = panel.actions;
  if (action >= instrument.length || instrument[action] !== i) return Number.POSITIVE_INFINITY;
  return panel.offsets[i]! + row[action]!;
}

function storedColumn(panel: Panel, name: string): Float64Array {
  const column = Object.hasOwn(panel.columns, name) ? panel.columns[name] : undefined;
  if (!column) throw unknownField(name, Object.keys(panel.columns));
  return column;
}
