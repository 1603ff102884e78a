import { ACTION } from "../../engine/contract/panel.ts";
import { NO_SESSION } from "../../engine/contract/time.ts";
import { groupBy } from "./group-by.ts";
import { type RowAxis, rowOfDate } from "./market-axis.ts";
import { type ActionVersion, compareVersions } from "./panel-events.ts";

/** An action on a row, as its last version known there tells it: see `ACTION` of the engine for the kinds. */
export interface ResolvedAction {
  readonly row: number;
  readonly kind: number;
  readonly ratio: number;
  /** Per old share, in the currency; of a spin-off the value of what is received. */
  readonly cash: number;
  readonly payDate: number;
  /** The other instrument of a spin-off or merger; null without one. */
  readonly target: string | null;
  /** As told; NaN when it was not. */
  readonly costShare: number;
  readonly exDate: number;
}

/** The engine's number of each kind of action. */
export const ACTION_KINDS: Readonly<Record<string, number>> = {
  split: ACTION.split,
  "stock-dividend": ACTION.split,
  "cash-dividend": ACTION.cashDividend,
  "special-dividend": ACTION.cashDividend,
  "spin-off": ACTION.spinOff,
  merger: ACTION.merger,
};

/** Whether an action changes the number of shares and nothing else. */
export const isSplit = ({ kind }: ActionVersion): boolean => ACTION_KINDS[kind] === ACTION.split;

/**
 * R8: the actions in force on the rows of one instrument, ordered by (row, kind, ex-date). The ex-row is the first
 * session on or after the ex-date; an action counts in its last version known at that row's decision instant. A
 * version with ratio 1, no cash and no other instrument takes the action back. Cash quoted in pence becomes pounds. What
 * becomes known after that instant is the part of `resolveLateActions`.
 */
export const resolveActions = (
  versions: readonly ActionVersion[],
  axis: RowAxis,
): readonly ResolvedAction[] => {
  const facts = groupBy(versions, (version) => `${version.kind}:${version.exDate}`);
  const resolved: ResolvedAction[] = [];
  for (const fact of facts.values()) {
    const { exDate } = fact[0]!;
    const row = rowOfDate(axis, exDate);
    if (row < 0 || row >= axis.decisionAt.length) continue;
    const known = fact
      .filter((version) => version.knownAt <= axis.decisionAt[row]!)
      .toSorted(compareVersions)
      .at(-1);
    const kind = known && ACTION_KINDS[known.kind];
    if (kind === undefined || (known!.ratio === 1 && known!.cash === 0 && !known!.target)) continue;
    const { ratio, cash, perUnit = 1, payDate = NO_SESSION, target, costShare = Number.NaN } = known!;
    const isShares = kind === ACTION.split;
    const isCash = kind === ACTION.cashDividend;
    resolved.push({
      row,
      kind,
      ratio: isCash ? 1 : ratio,
      cash: isShares ? 0 : cash / perUnit,
      payDate: isCash || kind === ACTION.spinOff ? payDate : NO_SESSION,
      target: isShares || isCash ? null : target || null,
      costShare: kind === ACTION.spinOff ? costShare : Number.NaN,
      exDate,
    });
  }
  return resolved.sort(byRow);
};

/** A dividend and a special one of one day are told apart by what they pay. */
const byRow = (a: ResolvedAction, b: ResolvedAction): number =>
  a.row - b.row ||
  a.kind - b.kind ||
  a.exDate - b.exDate ||
  a.ratio - b.ratio ||
  a.cash - b.cash ||
  a.payDate - b.payDate;

/** An action of a panel's instrument; `other` is an index like `instrument`, −1 for none. */
export interface SeatedAction extends Omit<ResolvedAction, "target" | "exDate"> {
  readonly instrument: number;
  readonly other: number;
}

/**
 * The actions of one instrument with the places of the others, which must be of its market. Where the other one is
 * not in the panel a spin-off is cash at the value of what is received; a merger for shares is left to the delisting
 * return, which pays its worth as well.
 */
export const seatActions = (
  actions: readonly ResolvedAction[],
  instrument: number,
  seatOf: (iid: string) => number,
): readonly SeatedAction[] =>
  actions
    .flatMap((action): ResolvedAction[] => {
      const isSeated = action.target !== null && seatOf(action.target) >= 0 && action.ratio > 0;
      if (action.kind === ACTION.spinOff && !isSeated)
        return action.cash > 0
          ? [{ ...action, kind: ACTION.cashDividend, ratio: 1, target: null, costShare: Number.NaN }]
          : [];
      if (action.kind !== ACTION.merger || isSeated) return [action];
      // Without another instrument the ratio means nothing, whatever a file left in it.
      return action.target === null && action.cash > 0 ? [{ ...action, ratio: 0 }] : [];
    })
    .sort(byRow)
    .map(({ target, exDate: _, ...action }) => ({
      ...action,
      instrument,
      other: target === null ? -1 : seatOf(target),
    }));
