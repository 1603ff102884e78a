import { lastDecision } from "./layout-cut.ts";
import type { PanelLayout } from "./panel-layout.ts";
import type { SeatedFacts } from "./seat-facts.ts";

/** Every version of one fundamental that a snapshot holds, of whatever instrument. */
export interface FieldEvents {
  /** Ids, ascending: seat `i` of `facts` is instrument `iids[i]`. */
  readonly iids: readonly string[];
  readonly facts: SeatedFacts;
}

/**
 * The versions that a panel may hear of, seat by seat: those known by its last decision (R1), or all where it tells why
 * cells are empty. `fields` are in the order of `PanelLayout.fields.facts`.
 */
export const seatEvents = (
  layout: PanelLayout,
  fields: readonly FieldEvents[],
  hasLengths: boolean,
): SeatedFacts => {
  const until = layout.hasReasons ? Number.POSITIVE_INFINITY : lastDecision(layout);
  const fieldCount = fields.length;
  const from = new Int32Array(layout.instruments.length * fieldCount);
  const starts = new Int32Array(from.length + 1);
  fields.forEach(({ iids, facts }, field) => {
    const places = new Map(iids.map((iid, place) => [iid, place]));
    layout.instruments.forEach(({ iid }, instrument) => {
      const seat = instrument * fieldCount + field;
      const place = places.get(iid);
      if (place === undefined) return;
      from[seat] = facts.starts[place]!;
      starts[seat + 1] = endOfKnown(facts, place, until) - from[seat]!;
    });
  });
  for (let seat = 0; seat < from.length; seat++) starts[seat + 1]! += starts[seat]!;
  const rows = starts[from.length]!;
  const seated: SeatedFacts = {
    starts,
    periodEnd: new Int32Array(rows),
    knownAt: new Float64Array(rows),
    value: new Float64Array(rows),
    length: new Int32Array(hasLengths ? rows : 0),
  };
  for (const [field, { facts }] of fields.entries()) copySeats(facts, seated, from, field, fieldCount);
  return seated;
};

/** Within a seat versions are in the order of their instants. */
const endOfKnown = ({ starts, knownAt }: SeatedFacts, seat: number, until: number): number => {
  const start = starts[seat]!;
  let end = starts[seat + 1]!;
  while (end > start && knownAt[end - 1]! > until) end--;
  return end;
};

const copySeats = (
  facts: SeatedFacts,
  to: SeatedFacts,
  from: Int32Array,
  field: number,
  fieldCount: number,
): void => {
  const { starts, periodEnd, knownAt, value, length } = to;
  const hasLengths = length.length > 0;
  for (let seat = field; seat < from.length; seat += fieldCount) {
    let source = from[seat]!;
    for (let i = starts[seat]!, end = starts[seat + 1]!; i < end; i++, source++) {
      periodEnd[i] = facts.periodEnd[source]!;
      knownAt[i] = facts.knownAt[source]!;
      value[i] = facts.value[source]!;
      if (hasLengths) length[i] = facts.length[source]!;
    }
  }
};
