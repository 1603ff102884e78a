import type { MarketAxis } from "./market-axis.ts";
import { compareVersions, type ListingVersion } from "./panel-events.ts";

export interface Delisting {
  readonly delistedRow: number;
  readonly delistReturn: number;
}

/**
 * R9: the first row on which the listing is known to have ended, and its delisting return as known then. A row sees
 * the listing that began last by its session, in its last version known at the row's instant. -1 and NaN while
 * listed. Versions are of one instrument on its own market.
 */
export const resolveDelisting = (versions: readonly ListingVersion[], axis: MarketAxis): Delisting => {
  const ordered = versions.toSorted(compareVersions);
  const known = new Map<number, ListingVersion>();
  let next = 0;
  for (let row = 0; row < axis.sessionDates.length; row++) {
    for (; next < ordered.length && ordered[next]!.knownAt <= axis.decisionAt[row]!; next++) {
      known.set(ordered[next]!.listedOn, ordered[next]!);
    }
    const session = axis.sessionDates[row]!;
    let current: ListingVersion | undefined;
    for (const listing of known.values()) {
      if (listing.listedOn <= session && (!current || listing.listedOn > current.listedOn)) current = listing;
    }
    if (current && current.delistedOn <= session)
      return { delistedRow: row, delistReturn: current.delistReturn };
  }
  return { delistedRow: -1, delistReturn: Number.NaN };
};
