import { groupBy } from "../panel/group-by.ts";
import { compareVersions, type Version } from "../panel/panel-events.ts";

/** Of each fact the version that an instant knows: R1 by `at`, then R3. The facts stay in order of appearance. */
export const newestVersions = <V extends Version>(
  versions: Iterable<V>,
  factOf: (version: V) => string,
  at = Number.POSITIVE_INFINITY,
): V[] =>
  [...groupBy(versions, factOf).values()].flatMap((own) => {
    const known = own.filter(({ knownAt }) => knownAt <= at);
    return known.length === 0 ? [] : [known.reduce((a, b) => (compareVersions(a, b) > 0 ? a : b))];
  });
