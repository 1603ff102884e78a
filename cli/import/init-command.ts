import { stat } from "node:fs/promises";
import { join } from "node:path";
import { buildMarketTables } from "../../sample-data/reference/build-market-tables.ts";
import { buildStore } from "../../store/build/build-store.ts";

/** `asof init`: a store that knows the exchanges and their calendars, and nothing else yet. */
export const initCommand = async (folder: string): Promise<number> => {
  const isThere = await stat(join(folder, "store.duckdb")).then(
    () => true,
    () => false,
  );
  if (isThere) {
    process.stderr.write(`There is a store in ${folder} already.\n`);
    return 1;
  }
  const provenance = { sourceId: "asof-reference", batchId: "asof-reference/1", ingestSeq: 1 };
  const { path, snapshotId } = await buildStore(folder, buildMarketTables(provenance), {
    snapshotName: "empty",
    isSynthetic: false,
  });
  process.stdout.write(`${path}: snapshot empty ${snapshotId.slice(0, 12)}\n`);
  return 0;
};
