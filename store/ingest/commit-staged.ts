import { join } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { ImportReport } from "../contract/import.ts";
import type { BatchProposalInput, CommitOptions, Writer } from "../write/batch.ts";
import { keepSource } from "../write/keep-source.ts";
import { nextIngestSeq } from "../write/next-ingest-seq.ts";
import { applyStaged } from "./apply-staged.ts";
import {
  readStagedBatch,
  removeStagedBatch,
  SOURCE_COPY,
  type StagedBatch,
  stagedFolder,
} from "./staged-batch.ts";

export interface CommittedImport {
  readonly batchId: string;
  readonly snapshotId: string;
  readonly report: ImportReport;
}

/** What the journal has to know to make the batch again. */
export const proposalOf = (staged: StagedBatch): BatchProposalInput => ({
  sourceId: staged.mapping.source.id,
  fileName: staged.fileName,
  sha256: staged.sha256,
  mapping: JSON.stringify(staged.mapping),
  arrivedAt: staged.arrivedAt,
  stagedId: staged.stagedId,
});

/**
 * Takes in a staged batch and clears its staging folder. Fails as a commit does, or with `unknown-batch`: also when
 * another batch came between, because the rows were held against the store without it.
 */
export const commitStaged = async (
  writer: Writer,
  stagedId: string,
  options: CommitOptions = {},
): Promise<WireResult<CommittedImport>> => {
  const read = await readStagedBatch(writer.dir, stagedId);
  if (!read.ok) return read;
  const staged = read.value;
  if ((await nextIngestSeq(writer.connection)) - 1 !== staged.baseSeq) {
    await removeStagedBatch(writer.dir, stagedId);
    return wireError(
      "unknown-batch",
      `The store changed after ${staged.fileName} was checked. Import the file again.`,
      { isStale: true },
    );
  }
  await keepSource(writer.dir, join(stagedFolder(writer.dir, stagedId), SOURCE_COPY), staged.sha256);
  const committed = await writer.commit(proposalOf(staged), applyStaged(writer.dir, staged), {
    ...options,
    estimatedBytes: options.estimatedBytes ?? staged.sizeBytes,
  });
  if (!committed.ok) return committed;
  await removeStagedBatch(writer.dir, stagedId);
  const { batchId, snapshotId } = committed.value;
  return wireOk({ batchId, snapshotId, report: staged.report });
};
