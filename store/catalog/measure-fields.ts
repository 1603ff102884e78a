import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { readCrossSection } from "../cross-section/read-cross-section.ts";
import type { BuiltPanel } from "../panel/build-panel.ts";
import { isBarField } from "../panel/choose-fields.ts";
import type { FieldFact } from "../panel/panel-events.ts";
import { type PanelSource, readPanel } from "../panel/read-panel.ts";

export interface FieldMeasure {
  readonly coverage: number;
  readonly ageDays: number;
}

/** The usual decision: half an hour after the close. */
const USUAL_DELAY_MINUTES = 30;
const FIRST_DAY = -100_000;
const LAST_DAY = 100_000;

/** Coverage over all member cells of a universe, and the median age at the end of the snapshot, of stored fields. */
export const measureFields = async (
  source: PanelSource,
  universe: string | undefined,
  fields: readonly FieldFact[],
): Promise<Map<string, FieldMeasure>> => {
  const measures = new Map<string, FieldMeasure>();
  const names = fields
    .filter(({ name, kind }) => isBarField(name) || kind === "fundamental")
    .map(({ name }) => name);
  if (universe === undefined || names.length === 0) return measures;
  const panel = await readPanel(source, "coverage", {
    snapshot: null,
    universe,
    frequency: "session",
    fields: names,
    from: FIRST_DAY,
    to: LAST_DAY,
    warmUpSessions: 0,
    decision: { kind: "close", delayMinutes: USUAL_DELAY_MINUTES },
    decisionByMarket: {},
    reasons: false,
    asOf: null,
  });
  const last = await readCrossSection(source, { universe, fields: names, at: source.snapshot.knownTo });
  if (!panel.ok || !last.ok) return measures;
  const coverages = coverageOf(panel.value);
  names.forEach((name, i) => {
    const ages = last.value.values[i]!.knownAt.filter((at) => !Number.isNaN(at)).map(
      (at) => (source.snapshot.knownTo - at) / MICROS_PER_DAY,
    );
    measures.set(name, { coverage: coverages[i]!, ageDays: median(ages) });
  });
  return measures;
};

const coverageOf = ({ header, columns }: BuiltPanel): number[] => {
  const members = columns.at(-1)!;
  return header.columns.slice(0, -1).map((_, c) => {
    let cells = 0;
    let filled = 0;
    for (let i = 0; i < members.length; i++) {
      if (members[i] === 0) continue;
      cells++;
      if (!Number.isNaN(columns[c]![i]!)) filled++;
    }
    return cells === 0 ? 0 : filled / cells;
  });
};

const median = (values: Float64Array): number => {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
