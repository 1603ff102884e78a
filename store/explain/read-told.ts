import { moneyOf } from "../contract/quote-units.ts";
import { type Query, readRows } from "../duckdb/read-columns.ts";
import { isPriceField } from "../panel/choose-fields.ts";
import { type ListingVersion, NEVER, type Version } from "../panel/panel-events.ts";
import { inSnapshot } from "../panel/read-layout-events.ts";
import type { SnapshotSource } from "../snapshot.ts";

/** One version of a fact, with where it came from. `valid` is its session or period; NaN is a withdrawal. */
export interface Told extends Version {
  readonly valid: number;
  readonly value: number;
  readonly knownQuality: string;
  readonly source: string;
  readonly batchId: string;
  readonly fileName: string;
}

/** Bars do not say how exactly the instant is known. */
const UNRECORDED = "not-recorded";

const origin = `epoch_us(f.known_at)::DOUBLE, f.revision, f.ingest_seq, f.source_id, f.batch_id, coalesce(b.file_name, '')`;
const originReadings = {
  knownAt: "double",
  revision: "int",
  ingestSeq: "int",
  source: "text",
  batchId: "text",
  fileName: "text",
} as const;
const fromBatches = "LEFT JOIN batches b ON b.batch_id = f.batch_id";

/** Versions of the bars of some sessions. Prices quoted in pence become pounds, as in a panel. */
export const readBarVersions = async (
  { connection, snapshot }: SnapshotSource,
  iid: string,
  field: string,
  sessions: readonly number[],
): Promise<Told[]> => {
  const dates = sessions.filter((session) => !Number.isNaN(session));
  if (dates.length === 0) return [];
  const rows = await readRows(
    connection,
    {
      sql: `SELECT f.session_date, coalesce(f."${field}", 'NaN'::DOUBLE), f.currency, ${origin}
            FROM bars_1d f ${fromBatches}
            WHERE f.iid = $iid AND f.session_date IN (${dates.map((date) => `DATE '1970-01-01' + (${date})`).join(", ")})
              AND f.${inSnapshot(snapshot)}`,
      values: { iid },
    },
    { valid: "int", value: "double", currency: "text", ...originReadings },
  );
  return rows.map(({ currency, ...row }) => ({
    ...row,
    value: isPriceField(field) ? row.value / moneyOf(currency).perUnit : row.value,
    knownQuality: UNRECORDED,
  }));
};

export const readFactVersions = (
  { connection, snapshot }: SnapshotSource,
  iid: string,
  field: string,
): Promise<Told[]> =>
  readRows(
    connection,
    {
      sql: `SELECT f.period_end, coalesce(f.value, 'NaN'::DOUBLE), f.known_quality, ${origin}
            FROM fundamentals f ${fromBatches}
            WHERE f.iid = $iid AND f.field = $field AND f.${inSnapshot(snapshot)}`,
      values: { iid, field },
    },
    { valid: "int", value: "double", knownQuality: "text", ...originReadings },
  );

const one = async (
  { connection, snapshot }: SnapshotSource,
  sql: string,
  values: NonNullable<Query["values"]>,
) => {
  const rows = await readRows(
    connection,
    { sql: `${sql} AND ${inSnapshot(snapshot)}`, values },
    { mic: "text", currency: "text" },
  );
  return rows[0];
};

export const readInstrument = (source: SnapshotSource, iid: string) =>
  one(source, "SELECT primary_mic, currency FROM instruments WHERE iid = $iid", { iid });

export const readListings = ({ connection, snapshot }: SnapshotSource, iid: string, mic: string) =>
  readRows(
    connection,
    {
      sql: `SELECT iid, mic, listed_on, coalesce(delisted_on - DATE '1970-01-01', ${NEVER})::INTEGER,
              coalesce(delist_return, 'NaN'::DOUBLE), epoch_us(known_at)::DOUBLE, revision, ingest_seq
            FROM listings WHERE iid = $iid AND mic = $mic AND ${inSnapshot(snapshot)}`,
      values: { iid, mic },
    },
    {
      iid: "text",
      mic: "text",
      listedOn: "int",
      delistedOn: "int",
      delistReturn: "double",
      knownAt: "double",
      revision: "int",
      ingestSeq: "int",
    },
  ) satisfies Promise<ListingVersion[]>;
