import { type WireResult, wireError } from "../../wire/contract.ts";
import { readRows } from "../duckdb/read-columns.ts";
import type { CommitOptions, CommittedBatch, Writer } from "./batch.ts";
import { undoRows } from "./undo-rows.ts";

/**
 * Takes a batch back by newer revisions of its facts; snapshots taken before still hold it. Fails with
 * `unknown-batch`, `already-undone`, or as a commit does. `at` is now, in UTC microseconds.
 */
export const undoBatch = async (
  writer: Writer,
  batchId: string,
  at: number,
  options: CommitOptions = {},
): Promise<WireResult<CommittedBatch>> => {
  const [batch] = await readRows(
    writer.connection,
    { sql: "SELECT source_id, file_name, state FROM batches WHERE batch_id = $batchId", values: { batchId } },
    { sourceId: "text", fileName: "text", state: "text" },
  );
  if (!batch) return wireError("unknown-batch", `There is no batch named ${JSON.stringify(batchId)}.`);
  if (batch.state === "undone")
    return wireError("already-undone", `The batch of ${batch.fileName} was taken back before.`);
  const proposal = {
    sourceId: batch.sourceId,
    fileName: batch.fileName,
    sha256: "",
    mapping: null,
    arrivedAt: at,
    stagedId: null,
    undoes: batchId,
  };
  return writer.commit(proposal, (connection, seat) => undoRows(connection, seat, batchId), options);
};
