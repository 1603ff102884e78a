import { ACTION, type Panel } from "../contract/panel.ts";
import { NO_SESSION, type SessionDate } from "../contract/time.ts";
import { countUpTo } from "../expression/known-rows.ts";

/** Cash per old share that goes ex, and when it is paid. */
export interface ExDividend {
  readonly cash: number;
  /** NO_SESSION when it is paid on the ex-date. */
  readonly payDate: SessionDate;
}

/** Shares of another instrument per share held. */
export interface ExShares {
  readonly kind: "spin-off" | "merger";
  readonly other: number;
  readonly ratio: number;
  /** Of a spin-off: the share of the cost, and of the price, that leaves with the new shares. */
  readonly costShare: number;
  /** Of a merger: cash per share beside, or instead of, the shares. */
  readonly cash: number;
}

/** What goes ex on one row of one instrument: dividends per old share, then splits, then what replaces or joins it. */
export interface ExDate {
  readonly row: number;
  readonly cash: number;
  readonly ratio: number;
  /** The share of the price that stays after spin-offs, 1 when there are none. */
  readonly kept: number;
  readonly dividends: readonly ExDividend[];
  readonly shares: readonly ExShares[];
}

/** The session on which a dividend is paid that is booked on `row`; null when that is no later one. */
export function payRowOf(sessionDates: Int32Array, payDate: SessionDate, row: number): number | null {
  if (payDate === NO_SESSION) return null;
  const payRow = countUpTo(sessionDates, payDate - 1);
  return payRow <= row ? null : payRow;
}

/** The ex-dates of each instrument, ascending, actions of one row taken together. */
export function groupActions(panel: Panel): ExDate[][] {
  const groups: ExDate[][] = panel.instruments.map(() => []);
  const { instrument, row, kind, ratio, cash, payDate, other, costShare } = panel.actions;
  for (let k = 0; k < instrument.length; k++) {
    const group = groups[instrument[k]!]!;
    const before = group.at(-1)?.row === row[k] ? group.pop()! : nothingOn(row[k]!);
    if (kind[k] === ACTION.split) group.push({ ...before, ratio: before.ratio * ratio[k]! });
    else if (kind[k] === ACTION.cashDividend) {
      const dividends = [...before.dividends, { cash: cash[k]!, payDate: payDate?.[k] ?? NO_SESSION }];
      group.push({ ...before, cash: before.cash + cash[k]!, dividends });
    } else {
      const isMerger = kind[k] === ACTION.merger;
      const received: ExShares = {
        kind: isMerger ? "merger" : "spin-off",
        other: other?.[k] ?? -1,
        ratio: ratio[k]!,
        costShare: costShare?.[k] ?? 0,
        cash: cash[k]!,
      };
      const kept = isMerger ? before.kept : before.kept * (1 - received.costShare);
      group.push({ ...before, kept, shares: [...before.shares, received] });
    }
  }
  return groups;
}

const nothingOn = (row: number): ExDate => ({
  row,
  cash: 0,
  ratio: 1,
  kept: 1,
  dividends: [],
  shares: [],
});

/** A price of the day before an ex-date, in shares of the day itself: less the dividend, never below zero. */
export function carryAcross(
  price: number,
  { cash, ratio, kept }: Pick<ExDate, "cash" | "ratio" | "kept">,
): number {
  return (Math.max(0, price - cash) / ratio) * kept;
}
