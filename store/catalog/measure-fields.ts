import { LIST, listValue, VARCHAR } from "@duckdb/node-api";
import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { readCrossSection } from "../cross-section/read-cross-section.ts";
import { readColumns } from "../duckdb/read-columns.ts";
import { assemblePanel, type BuiltPanel } from "../panel/build-panel.ts";
import { isBarField, isGroupField } from "../panel/choose-fields.ts";
import { seatEvents } from "../panel/field-events.ts";
import { createBarFiller } from "../panel/fill-bars.ts";
import type { FieldFact, LayoutEvents } from "../panel/panel-events.ts";
import { layOutPanel } from "../panel/panel-layout.ts";
import { readFactEvents } from "../panel/read-fact-events.ts";
import { inSnapshot, readLayoutEvents } from "../panel/read-layout-events.ts";
import { streamBars } from "../panel/stream-bars.ts";
import type { SnapshotSource } from "../snapshot.ts";

export interface FieldMeasure {
  readonly coverage: number;
  readonly ageDays: number;
}

/** The usual decision: half an hour after the close. */
const USUAL_DELAY_MINUTES = 30;
const FIRST_DAY = -100_000;
const LAST_DAY = 100_000;

/** Up to so many cells of one field every session is looked at; of a larger store, sampled weeks. */
const EVERY_SESSION_CELLS = 50_000;
const SAMPLED_WEEKS = 8;
const WEEK_DAYS = 7;
const YEAR_DAYS = 366;

/**
 * Coverage over the member cells of a universe, and the median age at the end of the snapshot, of stored fields. Of a
 * small store every session counts; of a larger one the weeks of a sample, evenly spread from the first session to
 * the last, so that time and memory stay bounded: coverage is then an estimate, the same on every machine.
 */
export const measureFields = async (
  source: SnapshotSource,
  universe: string | undefined,
  fields: readonly FieldFact[],
): Promise<Map<string, FieldMeasure>> => {
  const measures = new Map<string, FieldMeasure>();
  const names = fields
    .filter(({ name, kind }) => isBarField(name) || isGroupField(name) || kind === "fundamental")
    .map(({ name }) => name);
  if (universe === undefined || names.length === 0) return measures;
  const factNames = fields.filter(({ kind }) => kind === "fundamental").map(({ name }) => name);
  const last = await readCrossSection(source, { universe, fields: factNames, at: source.snapshot.knownTo });
  if (!last.ok) return measures;
  const { iid, values } = last.value;
  const ages = await measureBarAges(source, names.filter(isBarField), iid);
  for (const { field, knownAt } of values) ages.set(field, agesOf(knownAt, source.snapshot.knownTo));
  const counts = await countCells(source, universe, names);
  names.forEach((name, i) => {
    const { cells, filled } = counts[i]!;
    const coverage = cells === 0 ? 0 : filled / cells;
    measures.set(name, { coverage, ageDays: median(ages.get(name) ?? new Float64Array()) });
  });
  return measures;
};

const agesOf = (knownAt: Float64Array, knownTo: number): Float64Array =>
  knownAt.filter((at) => !Number.isNaN(at)).map((at) => (knownTo - at) / MICROS_PER_DAY);

/** Of the newest bar that has the field; only bars of the last year are looked at. */
const measureBarAges = async (
  { connection, snapshot }: SnapshotSource,
  names: readonly string[],
  iids: readonly string[],
): Promise<Map<string, Float64Array>> => {
  if (names.length === 0) return new Map();
  const newest = names.map(
    (name) =>
      `coalesce(epoch_us(arg_max(known_at, session_date) FILTER ("${name}" IS NOT NULL))::DOUBLE, 'NaN'::DOUBLE)`,
  );
  const since = Math.floor(snapshot.knownTo / MICROS_PER_DAY) - YEAR_DAYS;
  const { columns } = await readColumns(
    connection,
    {
      sql: `SELECT ${newest.join(", ")} FROM (
              SELECT * FROM bars_1d WHERE session_date >= DATE '1970-01-01' + (${since})
                AND known_at <= make_timestamp(${snapshot.knownTo}::BIGINT) AND ${inSnapshot(snapshot)}
                AND iid IN (SELECT unnest($iids))
              QUALIFY row_number() OVER (
                PARTITION BY iid, session_date ORDER BY known_at DESC, revision DESC, ingest_seq DESC
              ) = 1
            ) GROUP BY iid`,
      values: { iids: listValue([...iids]) },
      types: { iids: LIST(VARCHAR) },
    },
    Object.fromEntries(names.map((name) => [name, "double" as const])),
  );
  return new Map(names.map((name) => [name, agesOf(columns[name]!, snapshot.knownTo)]));
};

interface CellCount {
  cells: number;
  filled: number;
}

const countCells = async (
  { connection, snapshot }: SnapshotSource,
  universe: string,
  fields: readonly string[],
): Promise<readonly CellCount[]> => {
  const counts = fields.map((): CellCount => ({ cells: 0, filled: 0 }));
  const events = await readLayoutEvents(connection, snapshot, universe, { hasGroups: true });
  const facts = events.fields.filter(({ name, kind }) => kind === "fundamental" && fields.includes(name));
  const read = await readFactEvents(
    { connection, snapshot },
    facts.map(({ name }) => name),
    { hasLengths: false },
  );
  const eventsOf = new Map(facts.map(({ name }, i) => [name, read[i]!]));
  for (const [from, to] of chooseSpans(events)) {
    const layout = layOutPanel(events, {
      snapshot: null,
      universe,
      frequency: "session",
      fields: [...fields],
      from,
      to,
      warmUpSessions: 0,
      decision: { kind: "close", delayMinutes: USUAL_DELAY_MINUTES },
      decisionByMarket: {},
      reasons: false,
      asOf: null,
    });
    // A week in which nobody traded.
    if (!layout.ok) continue;
    const bars = createBarFiller(layout.value);
    await streamBars({ connection, snapshot }, layout.value, bars.add, () => false);
    const asked = layout.value.fields.facts.map(({ name }) => eventsOf.get(name)!);
    addCells(assemblePanel("coverage", layout.value, bars, seatEvents(layout.value, asked, false)), counts);
  }
  return counts;
};

/** First and last day of each span that is looked at. */
const chooseSpans = ({ calendars, instruments, knownTo }: LayoutEvents): readonly [number, number][] => {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { sessionDate } of calendars) {
    if (sessionDate * MICROS_PER_DAY > knownTo) continue;
    first = Math.min(first, sessionDate);
    last = Math.max(last, sessionDate);
  }
  const days = last - first;
  if (!(days * instruments.length > EVERY_SESSION_CELLS)) return [[FIRST_DAY, LAST_DAY]];
  const step = (days - WEEK_DAYS) / (SAMPLED_WEEKS - 1);
  return Array.from({ length: SAMPLED_WEEKS }, (_, week) => {
    const from = first + Math.round(week * step);
    return [from, from + WEEK_DAYS - 1];
  });
};

const addCells = ({ header, columns }: BuiltPanel, counts: readonly CellCount[]): void => {
  const members = columns.at(-1)!;
  header.columns.slice(0, -1).forEach((_, c) => {
    const values = columns[c]!;
    const count = counts[c]!;
    for (let i = 0; i < members.length; i++) {
      if (members[i] === 0) continue;
      count.cells++;
      if (!Number.isNaN(values[i]!)) count.filled++;
    }
  });
};

const median = (values: Float64Array): number => {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
