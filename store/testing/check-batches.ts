import type { DuckDBConnection } from "@duckdb/node-api";
import { readBatchDigests } from "../snapshots/manifest.ts";
import { digestBatch } from "../snapshots/record-batch-digests.ts";

/** Digests the rows of the batches after `seq` once more, and says which are not as their commits recorded them. */
export const checkBatchesAfter = async (connection: DuckDBConnection, seq: number): Promise<string[]> => {
  const recorded = (await readBatchDigests(connection, Number.MAX_SAFE_INTEGER)).filter(
    ({ ingestSeq }) => ingestSeq > seq,
  );
  const faults: string[] = [];
  for (const ingestSeq of new Set(recorded.map((digest) => digest.ingestSeq))) {
    const expected = recorded.filter((digest) => digest.ingestSeq === ingestSeq);
    const found = await digestBatch(connection, ingestSeq);
    const byTable = (digests: typeof expected) =>
      JSON.stringify(digests.toSorted((a, b) => (a.table < b.table ? -1 : 1)));
    if (byTable(found) !== byTable(expected)) faults.push(`The rows of batch ${ingestSeq} are not its own.`);
  }
  return faults;
};
