import { readRows } from "../duckdb/read-columns.ts";
import type { SnapshotSource } from "../snapshot.ts";

/** Ids of the snapshots whose panels are kept. */
export const listPinnedSnapshots = async ({ connection }: SnapshotSource): Promise<readonly string[]> => {
  const pinned = await readRows(
    connection,
    { sql: "SELECT snapshot_id FROM snapshots WHERE is_pinned" },
    { id: "text" },
  );
  return pinned.map(({ id }) => id);
};
