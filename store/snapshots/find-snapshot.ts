import type { DuckDBConnection } from "@duckdb/node-api";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { readRows } from "../duckdb/read-columns.ts";
import type { Snapshot } from "../snapshot.ts";

/** Fewer letters of an id name too many things. */
const MIN_PREFIX = 8;

/**
 * A snapshot by name, by id, or by the beginning of an id (at least eight letters); the newest when `wanted` is null.
 * Of two names for one state the one given last counts. Fails with `unknown-snapshot`.
 */
export const findSnapshot = async (
  connection: DuckDBConnection,
  wanted: string | null,
): Promise<WireResult<Snapshot>> => {
  const values = { wanted: wanted ?? "" };
  const where =
    wanted === null
      ? "true"
      : `name = $wanted OR snapshot_id = $wanted
         OR (length($wanted) >= ${MIN_PREFIX} AND starts_with(snapshot_id, lower($wanted)))`;
  const found = await readRows(
    connection,
    {
      sql: `SELECT name, snapshot_id, max_ingest_seq, epoch_us(known_to)::DOUBLE,
              ((SELECT count(*) FROM sources WHERE is_synthetic AND sources.ingest_seq <= max_ingest_seq) > 0
               OR (SELECT count(*) FROM meta WHERE key = 'isSynthetic' AND value = 'true') > 0)::INTEGER
            FROM snapshots WHERE ${where}
            ORDER BY ${wanted === null ? "" : "name = $wanted DESC,"} max_ingest_seq DESC, snapshots.rowid DESC`,
      ...(wanted === null ? {} : { values }),
    },
    { name: "text", id: "text", maxIngestSeq: "int", knownTo: "double", isSynthetic: "int" },
  );
  const [first] = found;
  if (!first) {
    return wireError(
      "unknown-snapshot",
      wanted === null
        ? "The store has no snapshot. Run asof doctor."
        : `There is no snapshot ${JSON.stringify(wanted)} in this store. asof snapshot list shows those there are.`,
    );
  }
  const isOne = wanted === null || first.name === wanted || found.every(({ id }) => id === first.id);
  if (!isOne) return wireError("unknown-snapshot", `${wanted} is the beginning of several snapshots' ids.`);
  return wireOk({ ...first, isSynthetic: first.isSynthetic === 1 });
};
