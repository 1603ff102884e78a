import type { SignalComparison } from "../../../main/contract/publish-evidence.ts";

type Row = SignalComparison["rows"][number];

const weight = ({ live, backtest }: Row): number => Math.max(Math.abs(live ?? 0), Math.abs(backtest ?? 0));

/** What a reader looks for first: the rows that differ, then what is held, the heaviest first, then all that is not. */
export const orderRows = (rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => Number(a.isEqual) - Number(b.isEqual) || weight(b) - weight(a));
