import type { DuckDBDataChunk } from "@duckdb/node-api";
import { listQuoteUnits } from "../contract/quote-units.ts";
import { vectorItems } from "../duckdb/read-columns.ts";
import { countRows, streamChunks } from "../duckdb/stream-chunks.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { type BarRuns, findBarRuns } from "./bar-runs.ts";
import type { ColumnMemory } from "./column-memory.ts";
import { gatherCorrections } from "./correct-bars.ts";
import { createRunFiller } from "./fill-bar-runs.ts";
import { type BarFiller, createBarFiller } from "./fill-bars.ts";
import { cutOf, SEATS, seatsOf } from "./layout-cut.ts";
import type { BarBatch } from "./panel-events.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { perUnitSql } from "./read-layout-events.ts";

export type FilledBars = Pick<BarFiller, "columns" | "reasons">;

/**
 * The bar columns of a panel; nothing when cancelled on the way. Where the table holds instrument after instrument the
 * bars come as they lie there; elsewhere each is looked up on its own. Both make the same cells.
 */
export const readBars = async (
  source: SnapshotSource,
  layout: PanelLayout,
  isCancelled: () => boolean,
  memory: ColumnMemory,
): Promise<FilledBars | undefined> => {
  const range = rangeOf(layout);
  const finding = range === null ? undefined : findBarRuns(source, layout);
  const columns = memory.take(layout.fields.bars.length, layout.members.length);
  const runs = await finding;
  if (runs && (await readBarRuns(source, layout, runs, columns, isCancelled)))
    return { columns, reasons: () => [] };
  if (isCancelled()) return undefined;
  const filler = createBarFiller(layout, columns);
  return (await streamBars(source, layout, filler.add, isCancelled)) ? filler : undefined;
};

/** Fills the columns from whole runs; false when cancelled, or when a run turns out not to be in order. */
export const readBarRuns = async (
  source: SnapshotSource,
  layout: PanelLayout,
  runs: BarRuns,
  columns: BarFiller["columns"],
  isCancelled: () => boolean,
): Promise<boolean> => {
  const corrections: BarBatch[] = [];
  const keep = (batch: BarBatch) => void corrections.push(batch);
  const range = rangeOf(layout);
  if (range === null || !(await streamVersions(source, layout, range, false, keep, isCancelled)))
    return false;
  const filler = createRunFiller(layout, runs, gatherCorrections(layout, corrections), columns);
  const fields = layout.fields.bars;
  const hasFractions = mayHaveFractions(layout);
  // Rows come in the order of the table, which has none missing: to ask for the place of each takes a tenth of the time.
  const selected = [
    "session_date",
    "known_at",
    ...fields.map(readField),
    ...(hasFractions ? [perUnitSql] : []),
  ];
  const from = "FROM bars_1d";
  const rowCount = await countRows(source.connection, { sql: from });
  const isWhole = await streamChunks(
    source.connection,
    { sql: `SELECT ${selected.join(", ")} ${from}` },
    rowCount,
    (chunk) => {
      if (isCancelled()) return false;
      return filler.add({
        rowCount: chunk.rowCount,
        sessionDate: vectorItems<Int32Array>(chunk, 0),
        knownAt: halvesOf(chunk, 1),
        perUnit: hasFractions ? vectorItems<Float64Array>(chunk, 2 + fields.length) : undefined,
        values: fields.map((_, i) => vectorItems<Float64Array>(chunk, 2 + i)),
      });
    },
  );
  if (isWhole) filler.finish();
  return isWhole;
};

const readField = (field: string): string => `coalesce("${field}", 'NaN'::DOUBLE)`;

/** Only where prices may be quoted in a fraction of the currency does a row have to say in what it is. */
const mayHaveFractions = (layout: PanelLayout): boolean => {
  const fractions = new Set(listQuoteUnits().map(({ currency }) => currency));
  return layout.markets.some(({ currency }) => fractions.has(currency));
};

/**
 * Streams the bars that a panel shows into its filler; false when cancelled on the way. First versions come without
 * their revision, which is most of the rows and a quarter less to read; then the few corrections with it. Rows may
 * come in any order (the filler does not mind), which spares a sort of every bar.
 */
export const streamBars = async (
  source: SnapshotSource,
  layout: PanelLayout,
  add: BarFiller["add"],
  isCancelled: () => boolean,
): Promise<boolean> => {
  const range = rangeOf(layout);
  if (layout.fields.bars.length === 0 || !range) return true;
  for (const isFirstVersion of [true, false]) {
    const isWhole = await streamVersions(source, layout, range, isFirstVersion, add, isCancelled);
    if (!isWhole) return false;
  }
  return true;
};

/** SQL that a bar must meet to be shown by some row: the first and last key of all markets. */
const rangeOf = (layout: PanelLayout): string | null => {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { barKeys } of layout.markets) {
    for (const key of barKeys) {
      if (key < first) first = key;
      if (key > last) last = key;
    }
  }
  if (first > last) return null;
  return layout.frequency === "minute"
    ? `minute_utc BETWEEN make_timestamp(${first}::BIGINT) AND make_timestamp(${last}::BIGINT)`
    : `session_date BETWEEN DATE '1970-01-01' + (${first}) AND DATE '1970-01-01' + (${last})`;
};

const streamVersions = async (
  { connection, snapshot }: SnapshotSource,
  layout: PanelLayout,
  range: string,
  isFirstVersion: boolean,
  add: BarFiller["add"],
  isCancelled: () => boolean,
): Promise<boolean> => {
  const isMinute = layout.frequency === "minute";
  const fields = layout.fields.bars;
  const hasFractions = mayHaveFractions(layout);
  const selected = [
    "seat",
    isMinute ? "minute_utc" : "session_date",
    "known_at",
    ...fields.map(readField),
    ...(isFirstVersion ? [] : ["revision", "ingest_seq"]),
    ...(hasFractions ? [perUnitSql] : []),
  ];
  const { values, types } = seatsOf(layout);
  const from = `FROM ${isMinute ? "bars_1m" : "bars_1d"} JOIN ${SEATS} USING (iid)
     WHERE ${range} AND ${cutOf(layout, snapshot)} AND revision ${isFirstVersion ? "= 0" : "<> 0"}`;
  const rowCount = await countRows(connection, { sql: from, values, types });
  const versions = 3 + fields.length;
  return streamChunks(
    connection,
    { sql: `SELECT ${selected.join(", ")} ${from}`, values, types },
    rowCount,
    (chunk) => {
      if (isCancelled()) return false;
      const perUnit = hasFractions ? vectorItems<Float64Array>(chunk, selected.length - 1) : undefined;
      add({
        rowCount: chunk.rowCount,
        instrument: vectorItems<Int32Array>(chunk, 0),
        ...(isMinute
          ? { minute: readInstants(chunk, 1) }
          : { sessionDate: vectorItems<Int32Array>(chunk, 1) }),
        knownAt: readInstants(chunk, 2),
        ...(isFirstVersion
          ? {}
          : {
              revision: vectorItems<Int32Array>(chunk, versions),
              ingestSeq: vectorItems<Int32Array>(chunk, versions + 1),
            }),
        ...(perUnit ? { perUnit } : {}),
        values: fields.map((_, i) => vectorItems<Float64Array>(chunk, 3 + i)),
      });
      return true;
    },
  );
};

/** TIMESTAMP is int64 microseconds. Taken as two halves: walking a BigInt array costs more than the rest together. */
const halvesOf = (chunk: DuckDBDataChunk, column: number): Int32Array => {
  const items = vectorItems<BigInt64Array>(chunk, column);
  return new Int32Array(items.buffer, items.byteOffset, items.length * 2);
};

const readInstants = (chunk: DuckDBDataChunk, column: number): Float64Array => {
  const halves = halvesOf(chunk, column);
  const instants = new Float64Array(chunk.rowCount);
  for (let i = 0; i < instants.length; i++)
    instants[i] = halves[2 * i + 1]! * 4_294_967_296 + (halves[2 * i]! >>> 0);
  return instants;
};
