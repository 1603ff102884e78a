import { groupBy } from "./group-by.ts";
import type { MarketAxis } from "./market-axis.ts";
import { compareVersions, type MembershipVersion } from "./panel-events.ts";

/**
 * R9: on each row, whether an interval of membership, in its last version known at the row's decision instant,
 * holds the session: `validFrom <= session < validTo`. Versions are of one instrument.
 */
export const resolveMembers = (
  versions: readonly MembershipVersion[],
  axis: Pick<MarketAxis, "sessionDates" | "decisionAt">,
): Uint8Array => {
  const rows = axis.sessionDates.length;
  const members = new Uint8Array(rows);
  const intervals = groupBy(versions, (version) => version.validFrom);
  for (const interval of intervals.values()) {
    const ordered = interval.toSorted(compareVersions);
    let next = 0;
    for (let row = 0; row < rows; row++) {
      while (next < ordered.length && ordered[next]!.knownAt <= axis.decisionAt[row]!) next++;
      if (next === 0) continue;
      const session = axis.sessionDates[row]!;
      const { validFrom, validTo } = ordered[next - 1]!;
      if (validFrom <= session && session < validTo) members[row] = 1;
    }
  }
  return members;
};
