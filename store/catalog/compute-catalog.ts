import type { DuckDBConnection } from "@duckdb/node-api";
import { type Catalog, catalogSchema } from "../contract/catalog.ts";
import { storeTables } from "../contract/tables.ts";
import { findMembersAt } from "../cross-section/find-members-at.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { resolveSessions } from "../panel/calendar-days.ts";
import { AT_CLOSE } from "../panel/decision-instant.ts";
import { readCalendars, readFields, readLayoutEvents } from "../panel/read-layout-events.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { toIsoDate } from "./iso-date.ts";
import { measureFields } from "./measure-fields.ts";
import { measureRestatements } from "./measure-restatements.ts";

/** Describes a snapshot. It reads everything once, so it is done when somebody asks, and kept: see CatalogCache. */
export const computeCatalog = async (source: SnapshotSource): Promise<Catalog> => {
  const { connection, snapshot } = source;
  const universes = await describeUniverses(source);
  const widest = universes.toSorted((a, b) => b.names - a.names || (a.id < b.id ? -1 : 1))[0];
  const fields = await readFields(connection);
  const measures = await measureFields(source, widest?.id, fields);
  const restatements = await measureRestatements(source, fields);
  // Parsed here as by every reader, so that a catalog that nobody could read never enters a store.
  return catalogSchema.parse({
    snapshot: {
      name: snapshot.name,
      id: snapshot.id,
      knownTo: snapshot.knownTo,
      isSynthetic: snapshot.isSynthetic,
    },
    markets: await describeMarkets(source),
    universes,
    fields: fields.map((field) => ({
      ...field,
      ...(measures.get(field.name) ?? { coverage: 0, ageDays: 0 }),
      ...(restatements.get(field.name) ?? { restatementRate: 0, newestKnownAt: null }),
    })),
    instruments: await describeInstruments(connection),
    tables: await countRows(connection),
  });
};

export const countRows = async (connection: DuckDBConnection): Promise<Catalog["tables"]> =>
  readRows(
    connection,
    {
      sql: storeTables
        .map(({ name }, i) => `SELECT ${i} AS i, '${name}' AS name, count(*)::INTEGER AS n FROM "${name}"`)
        .join(" UNION ALL ")
        .replace(/^(.*)$/s, "SELECT name, n FROM ($1) ORDER BY i"),
    },
    { name: "text", rows: "int" },
  );

const describeMarkets = async ({ connection, snapshot }: SnapshotSource): Promise<Catalog["markets"]> => {
  const markets = await readRows(
    connection,
    { sql: "SELECT mic, name, currency, time_zone FROM markets ORDER BY mic" },
    { mic: "text", name: "text", currency: "text", timeZone: "text" },
  );
  const described: Catalog["markets"] = [];
  for (const market of markets) {
    const versions = await readCalendars(connection, snapshot, [market.mic]);
    const closed = resolveSessions(versions, AT_CLOSE, Number.POSITIVE_INFINITY).filter(
      (session) => session.closeAt <= snapshot.knownTo,
    );
    if (closed.length === 0) continue;
    described.push({
      ...market,
      firstSession: toIsoDate(closed[0]!.sessionDate),
      lastSession: toIsoDate(closed.at(-1)!.sessionDate),
      sessions: closed.length,
    });
  }
  return described;
};

const describeUniverses = async ({ connection, snapshot }: SnapshotSource): Promise<Catalog["universes"]> => {
  const universes = await readRows(
    connection,
    { sql: "SELECT universe_id, label FROM universes ORDER BY universe_id" },
    { id: "text", label: "text" },
  );
  const described: Catalog["universes"] = [];
  for (const universe of universes) {
    const events = await readLayoutEvents(connection, snapshot, universe.id);
    const members = new Set(events.memberships.map(({ iid }) => iid));
    const ofMembers = events.instruments.filter(({ iid }) => members.has(iid));
    const mics = [...new Set(ofMembers.map((instrument) => instrument.mic))].sort();
    described.push({ ...universe, names: findMembersAt(events, snapshot.knownTo).length, mics });
  }
  return described;
};

/** The last version of each interval of a table, without the empty ones, which withdraw. R3: in the order of versions. */
const heldIntervals = (table: string, of: readonly string[], from: string, to: string): string =>
  `(SELECT * FROM (SELECT * FROM ${table} QUALIFY row_number() OVER (
      PARTITION BY ${[...of, from].join(", ")} ORDER BY known_at DESC, revision DESC, ingest_seq DESC
    ) = 1) WHERE ${to} IS NULL OR ${from} < ${to})`;

/** Symbol and dates as they are known last; an instrument without a symbol shows its iid. */
const describeInstruments = async (connection: DuckDBConnection): Promise<Catalog["instruments"]> => {
  const identifiers = heldIntervals("instrument_ids", ["iid", "scheme"], "valid_from", "valid_to");
  const listings = heldIntervals("listings", ["iid", "mic"], "listed_on", "delisted_on");
  const rows = await readRows(
    connection,
    {
      sql: `SELECT i.iid, coalesce(s.symbol, i.iid), i.name, i.primary_mic, i.sector,
              coalesce(strftime(l.listed_on, '%Y-%m-%d'), ''),
              coalesce(strftime(l.delisted_on, '%Y-%m-%d'), '')
            FROM instruments i
            LEFT JOIN (SELECT iid, arg_max(value, valid_from) AS symbol FROM ${identifiers}
                       WHERE scheme = 'symbol' GROUP BY iid) s USING (iid)
            LEFT JOIN (SELECT iid, mic, listed_on, delisted_on FROM ${listings} QUALIFY row_number() OVER (
                         PARTITION BY iid, mic ORDER BY listed_on DESC
                       ) = 1) l ON l.iid = i.iid AND l.mic = i.primary_mic
            ORDER BY i.iid`,
    },
    {
      iid: "text",
      symbol: "text",
      name: "text",
      mic: "text",
      sector: "text",
      listedOn: "text",
      delistedOn: "text",
    },
  );
  return rows.map((row) => ({ ...row, delistedOn: row.delistedOn === "" ? null : row.delistedOn }));
};
