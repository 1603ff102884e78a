/**
 * The tables of the point-in-time store, as data: DDL, loaders, checks and generators all read this one list.
 * Types: `date` is days since 1970-01-01, `instant` UTC microseconds.
 *
 * Every fact row carries `known_at` (the earliest instant at which we could have used it), `revision` (0 for the
 * first version) and `ingest_seq` (our own commit order). Rows are only ever appended; a tombstone, which withdraws a
 * fact, is a row whose values are null (bars, rates, fundamentals), whose interval is empty (memberships,
 * identifiers, listings), or that changes nothing (an action with ratio 1 and no cash).
 *
 * Tables marked `isRecord` are our own notes about the store. They hold no facts and are no part of a snapshot.
 */
export type ColumnType = "text" | "integer" | "double" | "date" | "instant" | "boolean";

export interface TableShape {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: ColumnType, nullability?: "nullable"])[];
  /** Columns that together name one version of one fact. */
  readonly key: readonly string[];
  readonly isRecord?: true;
  /**
   * What a later schema added, always at the end: columns, or the whole table. A snapshot names it only where it
   * holds something, so that a store of an earlier schema keeps the ids of its snapshots.
   */
  readonly added?: "table" | readonly string[];
}

const bitemporal = [
  ["known_at", "instant"],
  ["revision", "integer"],
] as const;
/** Prices as quoted, never adjusted; all null withdraws the bar. */
const bar = [
  ["open", "double", "nullable"],
  ["high", "double", "nullable"],
  ["low", "double", "nullable"],
  ["close", "double", "nullable"],
  ["volume", "double", "nullable"],
  /** Value traded, in `currency`. */
  ["turnover", "double", "nullable"],
  ["currency", "text"],
  /** Sum of: 1 halted, 2 no trades, 4 closed at the upper price limit, 8 at the lower. */
  ["flags", "integer"],
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
      ["ingest_seq", "integer"],
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
      /** The mapping it was read by, as JSON; null for rows that came from no file. */
      ["mapping", "text", "nullable"],
      /** When the file came to us; stands for known_at where a mapping says "on arrival". */
      ["arrived_at", "instant", "nullable"],
      ["rows_in", "integer"],
      ["rows_ok", "integer"],
      /** Rows that say what the store already knew. */
      ["rows_unchanged", "integer"],
      ["rows_quarantined", "integer"],
      /** "committed", or "undone" once a later batch took its rows back. */
      ["state", "text"],
      /** The batch whose rows this one takes back. */
      ["undoes", "text", "nullable"],
    ],
    key: ["batch_id"],
    isRecord: true,
  },
  {
    /** What each batch added to each table: the parts a snapshot's manifest is made of. */
    name: "batch_digests",
    columns: [
      ["ingest_seq", "integer"],
      ["table_name", "text"],
      ["rows", "integer"],
      /** SHA-256, hex, of the rows in the order of their key. */
      ["digest", "text"],
    ],
    key: ["ingest_seq", "table_name"],
    isRecord: true,
  },
  {
    name: "checks",
    columns: [
      ["batch_id", "text"],
      ["check_name", "text"],
      /** "blocking" or "warning". */
      ["severity", "text"],
      ["rows", "integer"],
      ["first_line", "integer", "nullable"],
      ["reason", "text"],
    ],
    key: ["batch_id", "check_name"],
    isRecord: true,
  },
  {
    name: "quarantine",
    columns: [
      ["batch_id", "text"],
      /** Counted from 1, the header line included where the format has one. */
      ["line", "integer"],
      ["raw", "text"],
      ["check_name", "text"],
      ["column_name", "text", "nullable"],
      ["reason", "text"],
    ],
    key: ["batch_id", "line", "check_name"],
    isRecord: true,
  },
  {
    name: "snapshots",
    columns: [
      ["snapshot_id", "text"],
      ["name", "text"],
      ["max_ingest_seq", "integer"],
      ["known_to", "instant"],
      ["manifest", "text"],
      /** Null where the store must be equal to the byte on every machine. */
      ["created_at", "instant", "nullable"],
      ["is_pinned", "boolean"],
    ],
    key: ["snapshot_id", "name"],
    isRecord: true,
  },
  {
    name: "instruments",
    columns: [
      ["iid", "text"],
      ["kind", "text"],
      ["name", "text"],
      ["primary_mic", "text"],
      /** Of its quotes: that of its market, or a hundredth of it ("GBX"); see quote-units.ts. */
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
    columns: [["mic", "text"], ["name", "text"], ["currency", "text"], ["time_zone", "text"], ...provenance],
    key: ["mic"],
  },
  {
    name: "calendars",
    columns: [
      ["mic", "text"],
      ["session_date", "date"],
      /**
       * "open", "half-day" and "moved" (other hours than usual) are sessions. "closed" calls off a session that had
       * been announced; its hours are those it was to have. A day without a row is not a session.
       */
      ["status", "text"],
      ["open_utc", "instant"],
      ["close_utc", "instant"],
      /** The lunch break, where there is one. */
      ["break_start_utc", "instant", "nullable"],
      ["break_end_utc", "instant", "nullable"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["mic", "session_date", "known_at", "revision"],
  },
  {
    name: "settlement_cycles",
    columns: [
      ["mic", "text"],
      /** Of the trade. */
      ["valid_from", "date"],
      /** Sessions from trade to settlement. */
      ["sessions", "integer"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["mic", "valid_from", "known_at", "revision"],
  },
  {
    name: "trading_costs",
    columns: [
      ["mic", "text"],
      /** What the law or the exchange takes: "transaction-tax", "stamp-duty", "levy", "exchange-fee". */
      ["kind", "text"],
      /** "buy", "sell" or "both". */
      ["side", "text"],
      ["valid_from", "date"],
      /** Hundredths of a per cent of the value traded. */
      ["basis_points", "double"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["mic", "kind", "side", "valid_from", "known_at", "revision"],
  },
  {
    name: "bars_1d",
    columns: [["iid", "text"], ["session_date", "date"], ...bar, ...bitemporal, ...provenance],
    key: ["iid", "session_date", "known_at", "revision"],
  },
  {
    name: "bars_1m",
    columns: [
      ["iid", "text"],
      ["session_date", "date"],
      /** The minute's beginning; its bar is complete a minute later. */
      ["minute_utc", "instant"],
      ...bar,
      ...bitemporal,
      ...provenance,
    ],
    key: ["iid", "minute_utc", "known_at", "revision"],
  },
  {
    name: "actions",
    columns: [
      ["iid", "text"],
      /** "split", "stock-dividend", "cash-dividend", "special-dividend", "spin-off" or "merger". */
      ["kind", "text"],
      ["announced_at", "instant", "nullable"],
      ["ex_date", "date"],
      ["record_date", "date", "nullable"],
      ["pay_date", "date", "nullable"],
      /**
       * Shares held afterwards per share before for a split or stock dividend; shares of `target_iid` per share for a
       * spin-off or merger, 0 for a merger in cash; else 1.
       */
      ["ratio", "double"],
      /** Cash per old share; for a spin-off, the value of what is received per old share. 0 for a split. */
      ["cash", "double"],
      ["currency", "text"],
      ["target_iid", "text", "nullable"],
      ...bitemporal,
      ...provenance,
      /** Of a spin-off: the share of the cost, and of the price, that goes with the new shares; null when not told. */
      ["cost_share", "double", "nullable"],
    ],
    key: ["iid", "kind", "ex_date", "known_at", "revision"],
    added: ["cost_share"],
  },
  {
    name: "fx_1d",
    columns: [
      ["base", "text"],
      ["quote", "text"],
      ["session_date", "date"],
      /** Units of `quote` per unit of `base`. */
      ["rate", "double", "nullable"],
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
      /** As filed: "original", "amended", or null when the source does not say. */
      ["status", "text", "nullable"],
      /** "exact", "date_only", "assumed_lag" or "backfill". */
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
      ...provenance,
    ],
    key: ["name"],
  },
  {
    name: "universes",
    columns: [["universe_id", "text"], ["label", "text"], ...provenance],
    key: ["universe_id"],
  },
  {
    name: "memberships",
    columns: [
      ["universe_id", "text"],
      ["iid", "text"],
      ["valid_from", "date"],
      ["valid_to", "date", "nullable"],
      ["weight", "double", "nullable"],
      ["announced_at", "instant", "nullable"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["universe_id", "iid", "valid_from", "known_at", "revision"],
  },
  {
    /** Which group an instrument belongs to, from a day on until the next row of its scheme. */
    name: "classifications",
    columns: [
      ["iid", "text"],
      /** "sector" or "industry". */
      ["scheme", "text"],
      ["valid_from", "date"],
      /** The group's name; null withdraws the row. */
      ["value", "text", "nullable"],
      ...bitemporal,
      ...provenance,
    ],
    key: ["iid", "scheme", "valid_from", "known_at", "revision"],
    added: "table",
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
