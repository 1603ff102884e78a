import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { SnapshotEntry } from "../contract/snapshots.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { isDiskFull, noSpace } from "../write/free-space.ts";
import type { OpenedWriter } from "../write/open-writer.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { listSnapshots } from "./list-snapshots.ts";

/** Commits give these to the state they make. */
const reservedName = /^batch \d+$/i;

/** Gives the current state a name. `at` is now, in UTC microseconds. Fails with `name-taken` or `no-space`. */
export const createSnapshot = async (
  writer: OpenedWriter,
  name: string,
  at: number,
): Promise<WireResult<SnapshotEntry>> => {
  const { connection } = writer;
  const taken = await readRows(
    connection,
    { sql: "SELECT count(*)::INTEGER FROM snapshots WHERE name = $name", values: { name } },
    { count: "int" },
  );
  if (taken[0]!.count > 0 || reservedName.test(name))
    return wireError(
      "name-taken",
      `A snapshot cannot be named ${JSON.stringify(name)}: the name is in use. Choose another.`,
    );
  const current = await findSnapshot(connection, null);
  if (!current.ok) return current;
  return change(writer, current.value.id, name, async () => {
    await connection.run(
      `INSERT INTO snapshots SELECT snapshot_id, $name, max_ingest_seq, known_to, manifest,
         make_timestamp(${at}::BIGINT), false
       FROM snapshots WHERE snapshot_id = $id ORDER BY rowid LIMIT 1`,
      { name, id: current.value.id },
    );
  });
};

/** Keeps a snapshot's panels and catalog in the cache, or lets them go. By name, id or the beginning of an id. */
export const pinSnapshot = async (
  writer: OpenedWriter,
  wanted: string,
  isPinned: boolean,
): Promise<WireResult<SnapshotEntry>> => {
  const found = await findSnapshot(writer.connection, wanted);
  if (!found.ok) return found;
  const { id, name } = found.value;
  return change(writer, id, name, async () => {
    await writer.connection.run("UPDATE snapshots SET is_pinned = $isPinned WHERE snapshot_id = $id", {
      isPinned,
      id,
    });
  });
};

/** A change of our notes only: no rows, no number. In the checkpointed file when this returns. */
const change = async (
  { connection, dir }: OpenedWriter,
  id: string,
  name: string,
  work: () => Promise<void>,
): Promise<WireResult<SnapshotEntry>> => {
  try {
    await connection.run("BEGIN");
    await work();
    await connection.run("COMMIT");
    await connection.run("CHECKPOINT");
  } catch (error) {
    await connection.run("ROLLBACK").catch(() => {});
    if (isDiskFull(error)) return noSpace(dir, "the disk is full");
    throw error;
  }
  const entries = await listSnapshots(connection);
  return wireOk(entries.find((entry) => entry.id === id && entry.name === name)!);
};
