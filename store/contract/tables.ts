/**
 * The tables of the point-in-time store that this version needs, as data: DDL, loaders and generators all read
 * this one list. Types: `date` is days since 1970-01-01, `instant` UTC microseconds.
 *
 * Every fact row carries `known_at` (the earliest instant at which we could have used it), `revision` (0 for the
 * first version) and `ingest_seq` (our own commit order). Rows are only ever appended.
 */
export type ColumnType = "text" | "integer" | "double" | "date" | "instant" | "boolean";

export interface TableShape {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: ColumnType, nullability?: "nullable"])[];
  /** Columns that together name one version of one fact. */
  readonly key: readonly string[];
}

const bitemporal = [
  ["known_at", "instant"],
  ["revision", "integer"],
] as const;
const provenance = [
  ["source_id", "text"],
  ["batch_id", "text"],
  ["ingest_seq", "integer"],
] as const;

export const storeTables = [
  {
    name: "sources",
    columns: [
      ["source_id", "text"],
      ["label", "text"],
      ["licence", "text"],
      ["is_synthetic", "boolean"],
    ],
    key: ["source_id"],
  },
  {
    name: "batches",
    columns: [
      ["batch_id", "text"],
      ["source_id", "text"],
      ["ingest_seq", "integer"],
      ["file_name", "text"],
      ["sha256", "text"],
      ["rows_in", "integer"],
      ["rows_ok", "integer"],
      ["rows_quarantined", "integer"],
      ["state", "text"],
    ],
    key: ["batch_id"],
  },
  {
    name: "snapshots",
    columns: [
      ["snapshot_id", "text"],
      ["name", "text"],
      ["max_ingest_seq", "integer"],
      ["known_to", "instant"],
      ["manifest", "text"],
    ],
    key: ["snapshot_id"],
  },
  {
    name: "instruments",
    columns: [
      ["iid", "text"],
      ["kind", "text"],
      ["name", "text"],
      ["primary_mic", "text"],
      ["currency", "text"],
      ["sector", "text"],
      ...provenance,
    ],
    key: ["iid"],
  },
  {
    name: "instrument_ids",
    columns: [
      ["iid", "text"],
      ["scheme", "text"],
      ["value", "text"],
      ["valid_from", "date"],
      ["valid_to", "date", "nullable"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["iid", "scheme", "valid_from", "known_at", "revision"],
  },
  {
    name: "listings",
    columns: [
      ["iid", "text"],
      ["mic", "text"],
      ["listed_on", "date"],
      ["delisted_on", "date", "nullable"],
      ["reason", "text", "nullable"],
      ["delist_return", "double", "nullable"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["iid", "mic", "listed_on", "known_at", "revision"],
  },
  {
    name: "markets",
    columns: [
      ["mic", "text"],
      ["name", "text"],
      ["currency", "text"],
      ["time_zone", "text"],
    ],
    key: ["mic"],
  },
  {
    name: "calendars",
    columns: [
      ["mic", "text"],
      ["session_date", "date"],
      /** "open" or "half-day"; a day without a row is not a session. */
      ["status", "text"],
      ["open_utc", "instant"],
      ["close_utc", "instant"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["mic", "session_date", "known_at", "revision"],
  },
  {
    name: "bars_1d",
    columns: [
      ["iid", "text"],
      ["session_date", "date"],
      ["open", "double"],
      ["high", "double"],
      ["low", "double"],
      ["close", "double"],
      ["volume", "double"],
      ["currency", "text"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["iid", "session_date", "known_at", "revision"],
  },
  {
    name: "actions",
    columns: [
      ["iid", "text"],
      /** "split" or "cash-dividend". */
      ["kind", "text"],
      ["ex_date", "date"],
      ["pay_date", "date", "nullable"],
      /** New shares per old share; 1 for a dividend. */
      ["ratio", "double"],
      /** Cash per old share; 0 for a split. */
      ["cash", "double"],
      ["currency", "text"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["iid", "kind", "ex_date", "known_at", "revision"],
  },
  {
    name: "fx_1d",
    columns: [
      ["base", "text"],
      ["quote", "text"],
      ["session_date", "date"],
      /** Units of `quote` per unit of `base`. */
      ["rate", "double"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["base", "quote", "session_date", "known_at", "revision"],
  },
  {
    name: "fundamentals",
    columns: [
      ["iid", "text"],
      ["field", "text"],
      ["period_end", "date"],
      ["period_type", "text"],
      /** Null is a tombstone: the value was withdrawn. */
      ["value", "double", "nullable"],
      ["unit", "text"],
      ["currency", "text", "nullable"],
      ["known_quality", "text"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["iid", "field", "period_end", "known_at", "revision"],
  },
  {
    name: "fields",
    columns: [
      ["name", "text"],
      ["kind", "text"],
      ["unit", "text"],
      ["description", "text"],
      ["ttl_days", "integer", "nullable"],
    ],
    key: ["name"],
  },
  {
    name: "universes",
    columns: [
      ["universe_id", "text"],
      ["label", "text"],
    ],
    key: ["universe_id"],
  },
  {
    name: "memberships",
    columns: [
      ["universe_id", "text"],
      ["iid", "text"],
      ["valid_from", "date"],
      ["valid_to", "date", "nullable"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["universe_id", "iid", "valid_from", "known_at", "revision"],
  },
] as const satisfies readonly TableShape[];

export type TableName = (typeof storeTables)[number]["name"];

/** One column of a batch of rows. Missing is null in text, NaN in doubles, and `MISSING_DATE` in dates. */
export type ColumnData = readonly (string | null)[] | Float64Array | Int32Array | Uint8Array;

/** Rows of one table, column by column: text as strings, double/instant as Float64Array, integer/date as Int32Array. */
export interface TableRows {
  readonly table: TableName;
  readonly rowCount: number;
  readonly columns: Readonly<Record<string, ColumnData>>;
}

/** Stands for "no date" in an Int32Array column. */
export const MISSING_DATE = -2_147_483_648;
