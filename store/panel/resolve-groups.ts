import { reasonCode } from "./cell-reason.ts";
import type { GroupField } from "./choose-fields.ts";
import { groupBy } from "./group-by.ts";
import type { MarketAxis } from "./market-axis.ts";
import { compareVersions, type GroupVersion, type InstrumentFact } from "./panel-events.ts";

/** The groups of one kind: names in the order in which they became known, and each instrument's over its rows. */
export interface Groups {
  readonly field: GroupField;
  readonly names: readonly string[];
  readonly ofInstrument: (iid: string) => readonly GroupVersion[];
}

/**
 * Numbers the names by when they first became known, so that what is learnt later renumbers nothing. The sector of the
 * list of instruments has no date: it counts for instruments of which no dated one is told, and as always known.
 */
export const gatherGroups = (
  field: GroupField,
  versions: readonly GroupVersion[],
  instruments: readonly InstrumentFact[],
): Groups => {
  const dated = groupBy(
    versions.filter(({ scheme }) => scheme === field),
    ({ iid }) => iid,
  );
  if (field === "sector")
    for (const { iid, sector } of instruments)
      if (sector !== "" && !dated.has(iid)) dated.set(iid, [undated(iid, sector)]);
  const known = new Map<string, number>();
  for (const { value, knownAt } of [...dated.values()].flat())
    if (value !== "") known.set(value, Math.min(knownAt, known.get(value) ?? Number.POSITIVE_INFINITY));
  const names = [...known].sort(([a, first], [b, second]) =>
    first !== second ? first - second : a < b ? -1 : 1,
  );
  return { field, names: names.map(([name]) => name), ofInstrument: (iid) => dated.get(iid) ?? [] };
};

const undated = (iid: string, value: string): GroupVersion => ({
  iid,
  scheme: "sector",
  validFrom: Number.NEGATIVE_INFINITY,
  value,
  knownAt: Number.NEGATIVE_INFINITY,
  revision: 0,
  ingestSeq: 0,
});

type Axis = Pick<MarketAxis, "sessionDates" | "decisionAt">;

/**
 * On each row the group that began last by its session, of those not withdrawn, in the version known last at the
 * row's decision instant (R1, R3): the number of its name, NaN without one.
 */
export const fillGroups = (
  { names, ofInstrument }: Groups,
  iid: string,
  { sessionDates, decisionAt }: Axis,
  values: Float64Array,
  reasons: Uint8Array | undefined,
): void => {
  const ordered = ofInstrument(iid).toSorted(compareVersions);
  const known = new Map<number, string>();
  let next = 0;
  let current = "";
  // The next day on which something that is known already begins.
  let changes = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < sessionDates.length; row++) {
    const date = sessionDates[row]!;
    const before = next;
    for (; next < ordered.length && ordered[next]!.knownAt <= decisionAt[row]!; next++)
      known.set(ordered[next]!.validFrom, ordered[next]!.value);
    if (next > before || date >= changes) {
      let since = Number.NEGATIVE_INFINITY;
      current = "";
      changes = Number.POSITIVE_INFINITY;
      for (const [from, value] of known) {
        if (value === "") continue;
        if (from > date) changes = Math.min(changes, from);
        else if (from >= since) {
          since = from;
          current = value;
        }
      }
    }
    values[row] = current === "" ? Number.NaN : names.indexOf(current);
    if (!reasons) continue;
    if (current !== "") reasons[row] = reasonCode.present;
    else if (ordered.length === 0) reasons[row] = reasonCode.neverReported;
    else reasons[row] = next === 0 ? reasonCode.notYetKnown : reasonCode.withdrawn;
  }
};
