import { groupBy } from "./group-by.ts";
import type { MarketAxis } from "./market-axis.ts";
import { compareVersions, type MembershipVersion } from "./panel-events.ts";
import { lowerBound } from "./search.ts";

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
    // Each version speaks from the row that knows it up to the row that knows the next.
    ordered.forEach(({ knownAt, validFrom, validTo }, i) => {
      const known = lowerBound(decisionAt, knownAt);
      const end = i + 1 < ordered.length ? lowerBound(decisionAt, ordered[i + 1]!.knownAt) : rows;
      const first = Math.max(known, lowerBound(sessionDates, validFrom));
      const last = Math.min(end, lowerBound(sessionDates, validTo));
      if (first < last) members.fill(1, first, last);
    });
  }
  return members;
};
