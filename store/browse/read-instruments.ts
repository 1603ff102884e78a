import { readRows } from "../duckdb/read-columns.ts";
import { NEVER } from "../panel/panel-events.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { newestVersions } from "./newest-versions.ts";
import { type IdentifierVersion, resolveIdentifiers } from "./resolve-identifiers.ts";
import { type InstrumentIndex, indexInstruments } from "./search-instruments.ts";

export const version = "epoch_us(known_at)::DOUBLE, revision, ingest_seq";
export const versionReadings = { knownAt: "double", revision: "int", ingestSeq: "int" } as const;
export const openEnded = (column: string): string =>
  `coalesce(${column} - DATE '1970-01-01', ${NEVER})::INTEGER`;

/** R1: the identifiers of the snapshot, in all their versions; of one instrument, or of all. */
export const readIdentifiers = (
  { connection, snapshot }: SnapshotSource,
  iid: string | null,
): Promise<IdentifierVersion[]> =>
  readRows(
    connection,
    {
      sql: `SELECT iid, scheme, value, valid_from, ${openEnded("valid_to")}, ${version} FROM instrument_ids
            WHERE ingest_seq <= ${snapshot.maxIngestSeq} ${iid === null ? "" : "AND iid = $iid"}`,
      ...(iid === null ? {} : { values: { iid } }),
    },
    { iid: "text", scheme: "text", value: "text", validFrom: "int", validTo: "int", ...versionReadings },
  );

/** Reads what an instrument can be found by. Small and the same for a whole snapshot, so it is worth keeping. */
export const readInstrumentIndex = async (source: SnapshotSource): Promise<InstrumentIndex> => {
  const { connection, snapshot } = source;
  const seen = `ingest_seq <= ${snapshot.maxIngestSeq}`;
  const instruments = await readRows(
    connection,
    { sql: `SELECT iid, name, primary_mic FROM instruments WHERE ${seen} ORDER BY iid` },
    { iid: "text", name: "text", mic: "text" },
  );
  const listings = await readRows(
    connection,
    { sql: `SELECT iid, listed_on, ${openEnded("delisted_on")}, ${version} FROM listings WHERE ${seen}` },
    { iid: "text", listedOn: "int", delistedOn: "int", ...versionReadings },
  );
  const lives = new Map<string, { listedOn: number; delistedOn: number }>();
  for (const { iid, listedOn, delistedOn } of newestVersions(listings, (l) => `${l.iid}\n${l.listedOn}`)) {
    const life = lives.get(iid);
    lives.set(iid, {
      listedOn: Math.min(listedOn, life?.listedOn ?? listedOn),
      delistedOn: Math.max(delistedOn, life?.delistedOn ?? delistedOn),
    });
  }
  const identifiers = resolveIdentifiers(await readIdentifiers(source, null));
  return indexInstruments(
    instruments.map((instrument) => ({
      ...instrument,
      ...(lives.get(instrument.iid) ?? { listedOn: 0, delistedOn: NEVER }),
    })),
    identifiers,
  );
};
