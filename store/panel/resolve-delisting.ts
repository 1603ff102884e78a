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
export const resolveDelisting = (versions: readonly ListingVersion[], axis: ListingAxis): Delisting => {
  const firstEnd = versions.reduce((first, { delistedOn }) => Math.min(first, delistedOn), Infinity);
  // Most are listed throughout: no row has to be looked at.
  if (firstEnd <= (axis.sessionDates.at(-1) ?? -Infinity)) {
    const listingOn = followListings(versions, axis);
    for (let row = 0; row < axis.sessionDates.length; row++) {
      const current = listingOn(row);
      if (current && current.delistedOn <= axis.sessionDates[row]!)
        return { delistedRow: row, delistReturn: current.delistReturn };
    }
  }
  return { delistedRow: -1, delistReturn: Number.NaN };
};

/** On each row, whether the instrument was listed, as known then. Without any listing it counts as listed. */
export const resolveListed = (versions: readonly ListingVersion[], axis: ListingAxis): Uint8Array => {
  const listed = new Uint8Array(axis.sessionDates.length).fill(1);
  if (versions.length === 0) return listed;
  const listingOn = followListings(versions, axis);
  for (let row = 0; row < listed.length; row++) {
    const current = listingOn(row);
    if (!current || current.delistedOn <= axis.sessionDates[row]!) listed[row] = 0;
  }
  return listed;
};

type ListingAxis = Pick<MarketAxis, "sessionDates" | "decisionAt">;

/** The listing that each row sees, of those that were not withdrawn by an empty interval; ask for rows in ascending order. */
const followListings = (versions: readonly ListingVersion[], axis: ListingAxis) => {
  const ordered = versions.toSorted(compareVersions);
  const known = new Map<number, ListingVersion>();
  let next = 0;
  return (row: number): ListingVersion | undefined => {
    for (; next < ordered.length && ordered[next]!.knownAt <= axis.decisionAt[row]!; next++) {
      known.set(ordered[next]!.listedOn, ordered[next]!);
    }
    let current: ListingVersion | undefined;
    for (const listing of known.values()) {
      const isWithdrawn = listing.delistedOn <= listing.listedOn;
      if (isWithdrawn || listing.listedOn > axis.sessionDates[row]!) continue;
      if (!current || listing.listedOn > current.listedOn) current = listing;
    }
    return current;
  };
};
