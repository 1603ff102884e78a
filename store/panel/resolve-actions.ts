import { groupBy } from "./group-by.ts";
import { type RowAxis, rowOfDate } from "./market-axis.ts";
import { type ActionVersion, compareVersions } from "./panel-events.ts";

export interface ResolvedAction {
  readonly row: number;
  /** 0 split, 1 cash dividend. */
  readonly kind: 0 | 1;
  readonly ratio: number;
  readonly cash: number;
}

/**
 * R8: the actions in force on the rows of one instrument, ordered by (row, kind, ex-date). The ex-row is the first
 * session on or after the ex-date; an action counts in its last version known at that row's decision instant. A
 * version with ratio 1 and no cash takes the action back. Special dividends and spin-offs are cash: a spin-off at the
 * value of what is received. Cash quoted in pence becomes pounds.
 *
 * Known limit: an action that becomes known only after its ex-row's decision instant is in no row, nor is a late
 * correction, so a position loses what the price lost and gains no shares or cash for it. Booking it late needs the
 * shares held at the ex-row's open, and must not touch the mark, which fell on the ex-date already.
 */
export const resolveActions = (
  versions: readonly ActionVersion[],
  axis: RowAxis,
): readonly ResolvedAction[] => {
  const facts = groupBy(versions, (version) => `${version.kind}:${version.exDate}`);
  const resolved: (ResolvedAction & { exDate: number })[] = [];
  for (const fact of facts.values()) {
    const { exDate, kind } = fact[0]!;
    // The proceeds of a merger are the delisting return: paid here as well, they would count twice.
    if (kind === "merger") continue;
    const row = rowOfDate(axis, exDate);
    if (row < 0 || row >= axis.decisionAt.length) continue;
    const known = fact
      .filter((version) => version.knownAt <= axis.decisionAt[row]!)
      .toSorted(compareVersions)
      .at(-1);
    if (!known || (known.ratio === 1 && known.cash === 0)) continue;
    const isSplit = kind === "split";
    resolved.push({
      row,
      kind: isSplit ? 0 : 1,
      ratio: isSplit ? known.ratio : 1,
      cash: isSplit ? 0 : known.cash / (known.perUnit ?? 1),
      exDate,
    });
  }
  return resolved.sort((a, b) => a.row - b.row || a.kind - b.kind || a.exDate - b.exDate);
};
