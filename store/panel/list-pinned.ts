import { wireOk } from "../../wire/contract.ts";
import { readRows } from "../duckdb/read-columns.ts";
import type { Store } from "../open-store.ts";

/** Ids of the snapshots whose panels are kept. */
export const listPinnedSnapshots = async (read: Store["read"]): Promise<readonly string[]> => {
  const pinned = await read(null, async ({ connection }) =>
    wireOk(
      await readRows(
        connection,
        { sql: "SELECT snapshot_id FROM snapshots WHERE is_pinned" },
        { id: "text" },
      ),
    ),
  );
  // Not knowing which are pinned, none may go.
  if (!pinned.ok) throw new Error(pinned.error.message);
  return pinned.value.map(({ id }) => id);
};
