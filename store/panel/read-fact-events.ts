import { type DuckDBConnection, VARCHAR } from "@duckdb/node-api";
import { readColumns, readRows } from "../duckdb/read-columns.ts";
import type { Snapshot, SnapshotSource } from "../snapshot.ts";
import { eventsKeyOf, nameFactRows } from "./events-key.ts";
import type { FieldEvents } from "./field-events.ts";
import type { PanelFiles } from "./panel-files.ts";
import { periodLengthSql } from "./period-length.ts";
import { inSnapshot } from "./read-layout-events.ts";
import { seatFacts } from "./seat-facts.ts";

export interface FactReading {
  /** Whether each version says the length of its period. */
  readonly hasLengths: boolean;
  /** Where events are kept. */
  readonly files?: PanelFiles | undefined;
}

/**
 * Every version of some fundamentals that a snapshot holds: from their files where these are there and sound, else from
 * the database, and then kept.
 */
export const readFactEvents = async (
  source: SnapshotSource,
  fields: readonly string[],
  { hasLengths, files }: FactReading,
): Promise<FieldEvents[]> => {
  if (fields.length === 0) return [];
  const rows = files && (await nameFactRows(source));
  const events: FieldEvents[] = [];
  for (const field of fields) {
    const key = rows && eventsKeyOf(rows, readingOf(hasLengths), field);
    const kept = key && (await files?.readEvents(key));
    if (kept) events.push(kept);
    else {
      const read = await readFromDatabase(source, field, hasLengths);
      if (key) files?.keepEvents(key, read);
      events.push(read);
    }
  }
  return events;
};

const SEATS = (seen: string) =>
  `(SELECT iid, (row_number() OVER (ORDER BY iid) - 1)::INTEGER AS seat
    FROM (SELECT DISTINCT iid FROM instruments WHERE ${seen}))`;

/** What is selected: a part of the name of what comes of it. */
const readingOf = (hasLengths: boolean): string =>
  `seat, period_end, epoch_us(known_at)::DOUBLE, revision, ingest_seq, coalesce(value, 'NaN'::DOUBLE)${
    hasLengths ? `, ${periodLengthSql}` : ""
  }`;

const readFromDatabase = async (
  { connection, snapshot }: SnapshotSource,
  field: string,
  hasLengths: boolean,
): Promise<FieldEvents> => {
  const seen = inSnapshot(snapshot);
  const iids = await listInstruments(connection, snapshot);
  const { rowCount, columns } = await readColumns(
    connection,
    {
      sql: `SELECT ${readingOf(hasLengths)} FROM fundamentals JOIN ${SEATS(seen)} USING (iid)
            WHERE ${seen} AND field = $field`,
      values: { field },
      types: { field: VARCHAR },
    },
    {
      instrument: "int",
      periodEnd: "int",
      knownAt: "double",
      revision: "int",
      ingestSeq: "int",
      value: "double",
      ...(hasLengths ? ({ length: "int" } as const) : null),
    },
  );
  const { length, ...others } = columns;
  const batch = {
    rowCount,
    ...others,
    field: new Int32Array(rowCount),
    ...(hasLengths ? { length: length as Int32Array } : {}),
  };
  return { iids, facts: seatFacts(batch, iids.length, 1) };
};

const listInstruments = async (connection: DuckDBConnection, snapshot: Snapshot): Promise<string[]> => {
  const rows = await readRows(
    connection,
    { sql: `SELECT DISTINCT iid FROM instruments WHERE ${inSnapshot(snapshot)} ORDER BY iid` },
    { iid: "text" },
  );
  return rows.map(({ iid }) => iid);
};
