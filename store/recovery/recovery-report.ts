/** A batch by the names a person knows it by. */
export interface NamedBatch {
  readonly batchId: string;
  readonly fileName: string;
}

/** What was found out of order when a store was opened, and what became of it. */
export interface RecoveryReport {
  /** Write-ahead logs that could not be replayed, as they are named in `damaged/`. */
  readonly quarantinedLogs: string[];
  /** Interrupted batches that were made again from their kept files. */
  readonly reingested: (NamedBatch & {
    /** Whether the rows are those that had been committed; null when the commit had not come so far. */
    readonly isSame: boolean | null;
  })[];
  /** Batches that could not be made again, and why: they have to be imported again. */
  readonly lost: (NamedBatch & { readonly reason: string })[];
  /** Batches that wait to be made again by somebody who can read files. */
  readonly pending: NamedBatch[];
  /** Journal files that could not be read, as they are named in `damaged/`. */
  readonly tornEntries: string[];
}

export const emptyReport = (): RecoveryReport => ({
  quarantinedLogs: [],
  reingested: [],
  lost: [],
  pending: [],
  tornEntries: [],
});

/** One sentence for each thing that a person should hear of; none when all was well. */
export const describeRecovery = (report: RecoveryReport): string[] => [
  ...report.quarantinedLogs.map(
    (name) => `The log of the last changes was damaged. It was put aside as damaged/${name}.`,
  ),
  ...report.reingested.map(({ batchId, fileName, isSame }) =>
    isSame === false
      ? `${fileName} (${batchId}) was taken in again from its kept file, and gave other rows than before.`
      : `${fileName} (${batchId}) was taken in again from its kept file.`,
  ),
  ...report.lost.map(
    ({ batchId, fileName, reason }) =>
      `${fileName} (${batchId}) could not be taken in again: ${reason} Import it again.`,
  ),
  ...report.pending.map(({ batchId, fileName }) => `${fileName} (${batchId}) waits to be taken in again.`),
  ...report.tornEntries.map(
    (name) => `A note of the journal was damaged. It was put aside as damaged/${name}.`,
  ),
];
