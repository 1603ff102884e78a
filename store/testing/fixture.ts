import { MICROS_PER_DAY, MICROS_PER_MINUTE } from "../../engine/contract/time.ts";
import {
  type ColumnData,
  type ColumnType,
  MISSING_DATE,
  storeTables,
  type TableName,
  type TableRows,
  type TableShape,
} from "../contract/tables.ts";

/** A cell by the name of its column; provenance may be left out. */
export type FixtureRow = Readonly<Record<string, string | number | boolean | null>>;

const provenance: FixtureRow = { source_id: "test", batch_id: "test-1", ingest_seq: 1 };
const defaults: FixtureRow = { ...provenance, flags: 0, rows_unchanged: 0 };

const toColumn = (type: ColumnType, cells: readonly (string | number | boolean | null)[]): ColumnData => {
  if (type === "text") return cells as (string | null)[];
  if (type === "double" || type === "instant")
    return Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell)));
  if (type === "boolean") return Uint8Array.from(cells, Number);
  return Int32Array.from(cells, (cell) => (cell === null ? MISSING_DATE : Number(cell)));
};

/** Turns readable rows into the columns that a store is built from. */
export const tableRows = (table: TableName, rows: readonly FixtureRow[]): TableRows => {
  const shape: TableShape = storeTables.find(({ name }) => name === table)!;
  const columns: Record<string, ColumnData> = {};
  for (const [name, type] of shape.columns) {
    columns[name] = toColumn(
      type,
      rows.map((row) => row[name] ?? defaults[name] ?? null),
    );
  }
  return { table, rowCount: rows.length, columns };
};

/** Monday 2024-01-01 and on: days 0 to 4 of the fixture are sessions. */
export const FIRST_SESSION = 19_723;
export const SESSIONS = 8;
export const closeOf = (session: number): number =>
  (FIRST_SESSION + session) * MICROS_PER_DAY + 390 * MICROS_PER_MINUTE;
/** When a punctual bar is known: ten minutes after its close. */
export const barKnownAt = (session: number): number => closeOf(session) + 10 * MICROS_PER_MINUTE;

const names = ["AAA", "BBB"];
const bar = (iid: string, session: number, close: number, known: number, revision = 0): FixtureRow => ({
  iid,
  session_date: FIRST_SESSION + session,
  open: close,
  high: close + 1,
  low: close - 1,
  close,
  volume: 100,
  currency: "KRW",
  known_at: known,
  revision,
});

/** A market of eight sessions and two names, with one late bar, one restated bar and a restated period. */
export const fixtureTables = (): Record<string, FixtureRow[]> => {
  const longAgo = closeOf(-300);
  const days = Array.from({ length: SESSIONS }, (_, session) => session);
  return {
    sources: [{ source_id: "test", label: "made for tests", licence: "none", is_synthetic: true }],
    markets: [{ mic: "XKRX", name: "Korea Exchange", currency: "KRW", time_zone: "Asia/Seoul" }],
    instruments: names.map((iid) => ({
      iid,
      kind: "equity",
      name: `${iid} Inc.`,
      primary_mic: "XKRX",
      currency: "KRW",
      sector: "Industrials",
    })),
    instrument_ids: names.map((iid) => ({
      iid,
      scheme: "symbol",
      value: `${iid}.KS`,
      valid_from: FIRST_SESSION - 300,
      valid_to: null,
      known_at: longAgo,
      revision: 0,
    })),
    listings: names.map((iid) => ({
      iid,
      mic: "XKRX",
      listed_on: FIRST_SESSION - 300,
      delisted_on: null,
      reason: null,
      delist_return: null,
      known_at: longAgo,
      revision: 0,
    })),
    calendars: days.map((session) => ({
      mic: "XKRX",
      session_date: FIRST_SESSION + session,
      status: "open",
      open_utc: closeOf(session) - 390 * MICROS_PER_MINUTE,
      close_utc: closeOf(session),
      known_at: longAgo,
      revision: 0,
    })),
    bars_1d: [
      ...days.map((session) => bar("AAA", session, 100 + session, barKnownAt(session))),
      // Restated in the evening of session 4.
      bar("AAA", 3, 93, closeOf(4) + 60 * MICROS_PER_MINUTE, 1),
      // BBB's bar of session 2 arrives a day late.
      ...days.map((session) =>
        bar("BBB", session, 50 + session, session === 2 ? barKnownAt(3) : barKnownAt(session)),
      ),
    ],
    actions: [
      {
        iid: "AAA",
        kind: "split",
        ex_date: FIRST_SESSION + 5,
        pay_date: null,
        ratio: 2,
        cash: 0,
        currency: "KRW",
        known_at: closeOf(1),
        revision: 0,
      },
    ],
    fx_1d: days.map((session) => ({
      base: "KRW",
      quote: "USD",
      session_date: FIRST_SESSION + session,
      rate: 0.0007 + session / 1e6,
      known_at: closeOf(session),
      revision: 0,
    })),
    fundamentals: [
      fact("AAA", -90, 10, closeOf(1), 0),
      fact("AAA", -180, 7, closeOf(0), 0),
      // The old period is restated after the newer one is out.
      fact("AAA", -180, 8, closeOf(3), 1),
      fact("BBB", -90, 20, closeOf(2), 0),
      // Withdrawn.
      fact("BBB", -90, null, closeOf(5), 1),
    ],
    fields: [
      { name: "close", kind: "price", unit: "currency", description: "Closing price", ttl_days: null },
      { name: "volume", kind: "volume", unit: "shares", description: "Shares traded", ttl_days: null },
      { name: "bookValue", kind: "fundamental", unit: "currency", description: "Equity", ttl_days: 5 },
      { name: "bookToPrice", kind: "derived", unit: "ratio", description: "Book over price", ttl_days: null },
    ],
    universes: [{ universe_id: "ALL", label: "Everything" }],
    memberships: names.map((iid) => ({
      universe_id: "ALL",
      iid,
      valid_from: FIRST_SESSION - 300,
      valid_to: null,
      known_at: longAgo,
      revision: 0,
    })),
  };
};

const fact = (
  iid: string,
  period: number,
  value: number | null,
  known: number,
  revision: number,
): FixtureRow => ({
  iid,
  field: "bookValue",
  period_end: FIRST_SESSION + period,
  period_type: "Q",
  value,
  unit: "currency",
  currency: "KRW",
  known_quality: "exact",
  known_at: known,
  revision,
});

export const fixtureRows = (tables: Record<string, FixtureRow[]> = fixtureTables()): TableRows[] =>
  Object.entries(tables).map(([table, rows]) => tableRows(table as TableName, rows));
