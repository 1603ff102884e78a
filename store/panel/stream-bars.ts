import type { DuckDBDataChunk } from "@duckdb/node-api";
import { listQuoteUnits } from "../contract/quote-units.ts";
import { vectorItems } from "../duckdb/read-columns.ts";
import type { BarFiller } from "./fill-bars.ts";
import { cutOf, SEATS, seatsOf } from "./layout-cut.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { perUnitSql } from "./read-layout-events.ts";
import type { PanelSource } from "./read-panel.ts";

/**
 * Streams the bars that a panel shows into its filler; false when cancelled on the way. First versions come without
 * their revision, which is most of the rows and a quarter less to read; then the few corrections with it. Rows may
 * come in any order (the filler does not mind), which spares a sort of every bar.
 */
export const streamBars = async (
  source: PanelSource,
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
  { connection, snapshot }: PanelSource,
  layout: PanelLayout,
  range: string,
  isFirstVersion: boolean,
  add: BarFiller["add"],
  isCancelled: () => boolean,
): Promise<boolean> => {
  const isMinute = layout.frequency === "minute";
  const fields = layout.fields.bars;
  // Only where prices may be quoted in a fraction of the currency does a row have to say in what it is.
  const fractions = new Set(listQuoteUnits().map(({ currency }) => currency));
  const hasFractions = layout.markets.some(({ currency }) => fractions.has(currency));
  const selected = [
    "seat",
    isMinute ? "minute_utc" : "session_date",
    "known_at",
    ...fields.map((field) => `coalesce("${field}", 'NaN'::DOUBLE)`),
    ...(isFirstVersion ? [] : ["revision", "ingest_seq"]),
    ...(hasFractions ? [perUnitSql] : []),
  ];
  const { values, types } = seatsOf(layout);
  const result = await connection.stream(
    `SELECT ${selected.join(", ")}
     FROM ${isMinute ? "bars_1m" : "bars_1d"} JOIN ${SEATS} USING (iid)
     WHERE ${range} AND ${cutOf(layout, snapshot)} AND revision ${isFirstVersion ? "= 0" : "<> 0"}`,
    values,
    types,
  );
  const versions = 3 + fields.length;
  for (;;) {
    if (isCancelled()) return false;
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return true;
    const perUnit = hasFractions ? vectorItems<Float64Array>(chunk, selected.length - 1) : undefined;
    add({
      rowCount: chunk.rowCount,
      instrument: vectorItems<Int32Array>(chunk, 0),
      ...(isMinute ? { minute: readInstants(chunk, 1) } : { sessionDate: vectorItems<Int32Array>(chunk, 1) }),
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
  }
};

/** TIMESTAMP is int64 microseconds. Taken as two halves: walking a BigInt array costs more than the rest together. */
const readInstants = (chunk: DuckDBDataChunk, column: number): Float64Array => {
  const items = vectorItems<BigInt64Array>(chunk, column);
  const halves = new Int32Array(items.buffer, items.byteOffset, items.length * 2);
  const instants = new Float64Array(chunk.rowCount);
  for (let i = 0; i < instants.length; i++)
    instants[i] = halves[2 * i + 1]! * 4_294_967_296 + (halves[2 * i]! >>> 0);
  return instants;
};
