import { ACTION, type PanelLateActions } from "../../engine/contract/panel.ts";
import { NO_SESSION } from "../../engine/contract/time.ts";
import { groupBy } from "./group-by.ts";
import { type RowAxis, rowOfDate } from "./market-axis.ts";
import { type ActionVersion, compareVersions } from "./panel-events.ts";
import { ACTION_KINDS } from "./resolve-actions.ts";
import { lowerBound } from "./search.ts";

/** What a later version of an action changes, on the first row on which it is known: see `PanelLateActions`. */
export interface LateAction {
  readonly exRow: number;
  readonly row: number;
  readonly ratio: number;
  readonly cash: number;
  readonly payDate: number;
}

/**
 * The splits and the cash of one instrument that became known, or were corrected or taken back, after the decision
 * instant of their ex-row, ordered by (row, ex-row). A spin-off that was not known in time is cash of its value. A
 * spin-off or merger that was known in time and is corrected later, and a merger that is told late, are left as they
 * are: a merger that nobody told of ends by the delisting return.
 */
export const resolveLateActions = (
  versions: readonly ActionVersion[],
  axis: RowAxis,
): readonly LateAction[] => {
  const found: LateAction[] = [];
  const rows = axis.decisionAt.length;
  for (const fact of groupBy(versions, ({ kind, exDate }) => `${kind}:${exDate}`).values()) {
    const { exDate, kind: name } = fact[0]!;
    const kind = ACTION_KINDS[name];
    const exRow = rowOfDate(axis, exDate);
    if (kind === undefined || kind === ACTION.merger || exRow < 0 || exRow >= rows) continue;
    const told = (version: ActionVersion) => ({
      ratio: kind === ACTION.split ? version.ratio : 1,
      cash: kind === ACTION.split ? 0 : version.cash / (version.perUnit ?? 1),
    });
    const ordered = fact.toSorted(compareVersions);
    const first = ordered.findIndex(({ knownAt }) => knownAt > axis.decisionAt[exRow]!);
    if (first < 0 || (kind === ACTION.spinOff && first > 0)) continue;
    let before = first > 0 ? told(ordered[first - 1]!) : { ratio: 1, cash: 0 };
    for (let k = first; k < ordered.length; k++) {
      const row = lowerBound(axis.decisionAt, ordered[k]!.knownAt);
      if (row >= rows) break;
      // Of those that become known on one row the last one counts.
      const next = ordered[k + 1];
      if (next && next.knownAt <= axis.decisionAt[row]!) continue;
      const now = told(ordered[k]!);
      const change = { ratio: now.ratio / before.ratio, cash: now.cash - before.cash };
      before = now;
      if (change.ratio === 1 && change.cash === 0) continue;
      const payDate = kind === ACTION.cashDividend ? (ordered[k]!.payDate ?? NO_SESSION) : NO_SESSION;
      found.push({ exRow, row, ...change, payDate });
    }
  }
  return found.sort(
    (a, b) =>
      a.row - b.row || a.exRow - b.exRow || a.ratio - b.ratio || a.cash - b.cash || a.payDate - b.payDate,
  );
};

/** Of all instruments of a panel, in their order, as columns. */
export const lateColumns = (ofInstruments: readonly (readonly LateAction[])[]): PanelLateActions => {
  const all = ofInstruments.flatMap((own, instrument) => own.map((action) => ({ ...action, instrument })));
  return {
    instrument: Int32Array.from(all, ({ instrument }) => instrument),
    exRow: Int32Array.from(all, ({ exRow }) => exRow),
    row: Int32Array.from(all, ({ row }) => row),
    ratio: Float64Array.from(all, ({ ratio }) => ratio),
    cash: Float64Array.from(all, ({ cash }) => cash),
    payDate: Int32Array.from(all, ({ payDate }) => payDate),
  };
};
