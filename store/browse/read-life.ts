import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { toIsoDate } from "../catalog/iso-date.ts";
import type { LifeLine } from "../contract/browse.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { NEVER } from "../panel/panel-events.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { openEnded, readIdentifiers, version, versionReadings } from "./read-instruments.ts";
import { traceLife } from "./trace-life.ts";

/** The life of one instrument as the snapshot knows it at its end. */
export const readLife = async (source: SnapshotSource, iid: string): Promise<WireResult<LifeLine>> => {
  const { connection, snapshot } = source;
  const seen = `ingest_seq <= ${snapshot.maxIngestSeq}`;
  const own = { values: { iid } };
  const [instrument] = await readRows(
    connection,
    {
      sql: `SELECT iid, name, primary_mic, currency, sector FROM instruments WHERE iid = $iid AND ${seen}`,
      ...own,
    },
    { iid: "text", name: "text", mic: "text", currency: "text", sector: "text" },
  );
  if (!instrument) {
    return wireError(
      "unknown-instrument",
      `There is no instrument ${JSON.stringify(iid)} in the snapshot ${snapshot.name}. Search by symbol or name.`,
    );
  }
  const [bars] = await readRows(
    connection,
    {
      // A withdrawn bar is none: of each session the last version decides.
      sql: `SELECT coalesce(min(session_date) - DATE '1970-01-01', ${NEVER})::INTEGER,
              coalesce(max(session_date) - DATE '1970-01-01', ${NEVER})::INTEGER, count(*)::INTEGER
            FROM (SELECT session_date, close FROM bars_1d WHERE iid = $iid AND ${seen}
                  QUALIFY row_number() OVER (PARTITION BY session_date
                    ORDER BY known_at DESC, revision DESC, ingest_seq DESC) = 1)
            WHERE close IS NOT NULL`,
      ...own,
    },
    { first: "int", last: "int", count: "int" },
  );
  const listings = await readRows(
    connection,
    {
      sql: `SELECT iid, mic, listed_on, ${openEnded("delisted_on")}, coalesce(reason, ''),
              coalesce(delist_return, 'NaN'::DOUBLE), ${version} FROM listings WHERE iid = $iid AND ${seen}`,
      ...own,
    },
    {
      iid: "text",
      mic: "text",
      listedOn: "int",
      delistedOn: "int",
      reason: "text",
      delistReturn: "double",
      ...versionReadings,
    },
  );
  const actions = await readRows(
    connection,
    {
      sql: `SELECT a.iid, kind, ex_date, ratio, cash, currency, coalesce(target_iid, ''),
              coalesce((SELECT arg_max(value, row(valid_from, known_at, revision)) FROM instrument_ids
                        WHERE iid = a.target_iid AND scheme = 'symbol' AND ${seen}), target_iid, ''), ${version}
            FROM actions a WHERE a.iid = $iid AND ${seen}`,
      ...own,
    },
    {
      iid: "text",
      kind: "text",
      exDate: "int",
      ratio: "double",
      cash: "double",
      currency: "text",
      targetIid: "text",
      target: "text",
      ...versionReadings,
    },
  );
  const memberships = await readRows(
    connection,
    {
      sql: `SELECT iid, universe_id, valid_from, ${openEnded("valid_to")}, ${version}
            FROM memberships WHERE iid = $iid AND ${seen}`,
      ...own,
    },
    { iid: "text", universeId: "text", validFrom: "int", validTo: "int", ...versionReadings },
  );
  const identifiers = await readIdentifiers(source, iid);
  return wireOk({
    ...instrument,
    firstBar: bars!.count === 0 ? null : toIsoDate(bars!.first),
    lastBar: bars!.count === 0 ? null : toIsoDate(bars!.last),
    bars: bars!.count,
    events: traceLife({ listings, identifiers, actions, memberships }),
  });
};
