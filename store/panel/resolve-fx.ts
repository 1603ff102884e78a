import type { PanelFx } from "../../engine/contract/panel.ts";
import { groupBy } from "./group-by.ts";
import { compareVersions, type FxVersion } from "./panel-events.ts";
import { upperBound } from "./search.ts";

/**
 * The fixings of each currency against the dollar, as they became known: one entry per instant, ascending, up to
 * the last instant, from the last one known at the first instant on. R4: a correction of an old date is no entry,
 * since the newest date's fixing stays the current one.
 */
export const resolveFx = (
  versions: readonly FxVersion[],
  first: number,
  last: number,
): readonly PanelFx[] => {
  const currencies = [...groupBy(versions, (version) => version.currency)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return currencies.map(([currency, own]) => {
    const knownAt: number[] = [];
    const usdPerUnit: number[] = [];
    let newestDate = Number.NEGATIVE_INFINITY;
    for (const version of own.toSorted(compareVersions)) {
      if (version.knownAt > last) break;
      if (version.sessionDate < newestDate) continue;
      newestDate = version.sessionDate;
      const isSameInstant = knownAt.at(-1) === version.knownAt;
      const entry = isSameInstant ? knownAt.length - 1 : knownAt.length;
      knownAt[entry] = version.knownAt;
      usdPerUnit[entry] = version.usdPerUnit;
    }
    const start = Math.max(0, upperBound(knownAt, first) - 1);
    return {
      currency,
      knownAt: Float64Array.from(knownAt.slice(start)),
      usdPerUnit: Float64Array.from(usdPerUnit.slice(start)),
    };
  });
};
