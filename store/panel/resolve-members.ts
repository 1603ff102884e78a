import { groupBy } from "./group-by.ts";
import type { MarketAxis } from "./market-axis.ts";
import { compareVersions, type MembershipVersion } from "./panel-events.ts";

/**
 * R9: on each row, whether an interval of membership, in its last version known at the row's decision instant,
 * holds the session: `validFrom <= session < validTo`. Versions are of one instrument.
 */
export const resolveMembers = (
  versions: readonly MembershipVersion[],
  { sessionDates, decisionAt }: Pick<MarketAxis, "sessionDates" | "decisionAt">,
): Uint8Array => {
  const rows = sessionDates.length;
  const members = new Uint8Array(rows);
  const intervals = groupBy(versions, (version) => version.validFrom);
  for (const interval of intervals.values()) {
    const ordered = interval.toSorted(compareVersions);
    let next = 0;
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < rows; row++) {
      while (next < ordered.length && ordered[next]!.knownAt <= decisionAt[row]!) {
        ({ validFrom: from, validTo: to } = ordered[next++]!);
      }
      const session = sessionDates[row]!;
      if (from <= session && session < to) members[row] = 1;
    }
  }
  return members;
};
