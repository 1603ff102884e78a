import type { PanelFx } from "../../engine/contract/panel.ts";
import { groupBy } from "./group-by.ts";
import { NewestFact } from "./newest-fact.ts";
import { compareVersions, type FxVersion } from "./panel-events.ts";
import { upperBound } from "./search.ts";

/**
 * The fixings of each currency against the dollar, as they became known: one entry per instant, ascending, up to
 * the last instant, from the last one known at the first instant on. R4: a correction of an old date is no entry,
 * since the newest date's fixing stays the current one. A withdrawn fixing gives way to the newest other date.
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
    const ordered = own.toSorted(compareVersions);
    const rates = { periodEnd: ordered.map((v) => v.sessionDate), value: ordered.map((v) => v.usdPerUnit) };
    const newest = new NewestFact(rates);
    let speaker = -1;
    for (const version of ordered) {
      if (version.knownAt > last) break;
      const speaking = newest.take();
      if (speaking === speaker) continue;
      speaker = speaking;
      const entry = knownAt.at(-1) === version.knownAt ? knownAt.length - 1 : knownAt.length;
      knownAt[entry] = version.knownAt;
      usdPerUnit[entry] = speaker < 0 ? Number.NaN : rates.value[speaker]!;
    }
    const start = Math.max(0, upperBound(knownAt, first) - 1);
    return {
      currency,
      knownAt: Float64Array.from(knownAt.slice(start)),
      usdPerUnit: Float64Array.from(usdPerUnit.slice(start)),
    };
  });
};
