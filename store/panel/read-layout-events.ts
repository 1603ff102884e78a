import { type DuckDBConnection, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import { NO_SESSION } from "../../engine/contract/time.ts";
import { listQuoteUnits } from "../contract/quote-units.ts";
import { type Query, readRows } from "../duckdb/read-columns.ts";
import type { Snapshot } from "../snapshot.ts";
import { type LayoutEvents, NEVER } from "./panel-events.ts";

const version = "epoch_us(known_at)::DOUBLE, revision, ingest_seq";
const versionReadings = { knownAt: "double", revision: "int", ingestSeq: "int" } as const;

/** How many of the unit that a row's amounts are quoted in make one of its currency. */
export const perUnitSql = `(CASE currency ${listQuoteUnits()
  .map(({ unit, perUnit }) => `WHEN '${unit}' THEN ${perUnit}`)
  .join(" ")} ELSE 1 END)::DOUBLE`;

/** R1: what belongs to the snapshot. What was known when is decided row by row, in the pure core. */
export const inSnapshot = (snapshot: Snapshot): string => `ingest_seq <= ${snapshot.maxIngestSeq}`;

/** Reads what settles the shape of a panel: small tables, whole for the markets and the members concerned. */
export const readLayoutEvents = async (
  connection: DuckDBConnection,
  snapshot: Snapshot,
  universe: string,
  { hasGroups = false }: { readonly hasGroups?: boolean } = {},
): Promise<LayoutEvents> => {
  const seen = inSnapshot(snapshot);
  const memberships = await readRows(
    connection,
    {
      sql: `SELECT iid, valid_from, coalesce(valid_to - DATE '1970-01-01', ${NEVER})::INTEGER, ${version}
            FROM memberships WHERE universe_id = $universe AND ${seen}`,
      values: { universe },
    },
    { iid: "text", validFrom: "int", validTo: "int", ...versionReadings },
  );
  const iids = await withReceived(connection, seen, new Set(memberships.map(({ iid }) => iid)));
  const ofMembers = (sql: string): Query => {
    const list = textList("iids", iids);
    return { ...list, sql: `${sql} AND iid IN (SELECT unnest($iids))` };
  };
  const instruments = await readRows(
    connection,
    ofMembers(`SELECT iid, name, primary_mic, currency, sector FROM instruments WHERE ${seen}`),
    { iid: "text", name: "text", mic: "text", currency: "text", sector: "text" },
  );
  const mics = [...new Set(instruments.map((instrument) => instrument.mic))];
  return {
    snapshotId: snapshot.id,
    knownTo: snapshot.knownTo,
    memberships,
    instruments,
    fields: await readFields(connection, snapshot),
    markets: await readRows(
      connection,
      {
        sql: `SELECT mic, currency FROM markets WHERE mic IN (SELECT unnest($mics)) AND ${seen}`,
        ...textList("mics", mics),
      },
      { mic: "text", currency: "text" },
    ),
    calendars: await readCalendars(connection, snapshot, mics),
    listings: await readRows(
      connection,
      ofMembers(
        `SELECT iid, mic, listed_on, coalesce(delisted_on - DATE '1970-01-01', ${NEVER})::INTEGER,
           coalesce(delist_return, 'NaN'::DOUBLE), ${version} FROM listings WHERE ${seen}`,
      ),
      {
        iid: "text",
        mic: "text",
        listedOn: "int",
        delistedOn: "int",
        delistReturn: "double",
        ...versionReadings,
      },
    ),
    actions: await readRows(
      connection,
      ofMembers(
        `SELECT iid, kind, ex_date, ratio, cash, ${perUnitSql} AS per_unit,
           coalesce(pay_date - DATE '1970-01-01', ${NO_SESSION})::INTEGER, coalesce(target_iid, ''),
           coalesce(cost_share, 'NaN'::DOUBLE), ${version} FROM actions WHERE ${seen}`,
      ),
      {
        iid: "text",
        kind: "text",
        exDate: "int",
        ratio: "double",
        cash: "double",
        perUnit: "double",
        payDate: "int",
        target: "text",
        costShare: "double",
        ...versionReadings,
      },
    ),
    ...(hasGroups
      ? {
          groups: await readRows(
            connection,
            ofMembers(
              `SELECT iid, scheme, valid_from, coalesce(value, ''), ${version} FROM classifications WHERE ${seen}`,
            ),
            { iid: "text", scheme: "text", validFrom: "int", value: "text", ...versionReadings },
          ),
        }
      : {}),
    fx: await readRows(
      connection,
      {
        sql: `SELECT base, session_date, coalesce(rate, 'NaN'::DOUBLE), ${version} FROM fx_1d WHERE quote = 'USD' AND base <> 'USD' AND ${seen}`,
      },
      { currency: "text", sessionDate: "int", usdPerUnit: "double", ...versionReadings },
    ),
  };
};

/** The members, and whatever a spin-off or merger of theirs brings, and so on. */
const withReceived = async (
  connection: DuckDBConnection,
  seen: string,
  members: Set<string>,
): Promise<string[]> => {
  const pairs = await readRows(
    connection,
    { sql: `SELECT DISTINCT iid, target_iid FROM actions WHERE target_iid IS NOT NULL AND ${seen}` },
    { iid: "text", target: "text" },
  );
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const { iid, target } of pairs) if (members.has(iid)) members.add(target);
  }
  return [...members];
};

export const readCalendars = (connection: DuckDBConnection, snapshot: Snapshot, mics: readonly string[]) =>
  readRows(
    connection,
    {
      sql: `SELECT mic, session_date, status, epoch_us(open_utc)::DOUBLE, epoch_us(close_utc)::DOUBLE,
              coalesce(epoch_us(break_start_utc)::DOUBLE, 'NaN'::DOUBLE),
              coalesce(epoch_us(break_end_utc)::DOUBLE, 'NaN'::DOUBLE), ${version}
            FROM calendars WHERE mic IN (SELECT unnest($mics)) AND ${inSnapshot(snapshot)}`,
      ...textList("mics", mics),
    },
    {
      mic: "text",
      sessionDate: "int",
      status: "text",
      openAt: "double",
      closeAt: "double",
      breakStartAt: "double",
      breakEndAt: "double",
      ...versionReadings,
    },
  );

/** The fields of a snapshot; without one, all that the store has. */
export const readFields = async (connection: DuckDBConnection, snapshot?: Snapshot) => {
  const fields = await readRows(
    connection,
    {
      sql: `SELECT name, kind, unit, description, coalesce(ttl_days, -1) FROM fields
            WHERE ${snapshot ? inSnapshot(snapshot) : "true"} ORDER BY name`,
    },
    { name: "text", kind: "text", unit: "text", description: "text", ttlDays: "int" },
  );
  return fields.map((field) => ({ ...field, ttlDays: field.ttlDays < 0 ? null : field.ttlDays }));
};

const textList = (name: string, texts: readonly string[]) => ({
  values: { [name]: listValue([...texts]) },
  types: { [name]: LIST(VARCHAR) },
});
