import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { WireResult } from "../../wire/contract.ts";
import { stagedIdSchema } from "../contract/staging-contract.ts";
import type { RowsDigest } from "../snapshots/digest-rows.ts";

/** What is known of a batch before its rows are taken in; enough to make the same rows again from the kept source. */
export const batchProposalSchema = z.object({
  sourceId: z.string(),
  fileName: z.string(),
  /** Of the kept source, `sources/<sha256>`; empty for a batch that came from no file. */
  sha256: z.string().regex(/^([0-9a-f]{64})?$/),
  /** The mapping as JSON. */
  mapping: z.string().nullable(),
  /** UTC microseconds. */
  arrivedAt: z.number().nullable(),
  stagedId: stagedIdSchema.nullable(),
  /** The batch that this one takes back. */
  undoes: z.string().nullable().default(null),
  /** Of the snapshot that the commit makes; "batch N" when null. */
  snapshotName: z.string().nullable().default(null),
});
export type BatchProposal = z.infer<typeof batchProposalSchema>;
export type BatchProposalInput = z.input<typeof batchProposalSchema>;

/** The provenance that every row of the batch carries. */
export interface BatchSeat {
  readonly ingestSeq: number;
  readonly batchId: string;
}

/** Of the file's rows; `rowsIn` is the sum of the others. */
export interface BatchCounts {
  readonly rowsIn: number;
  readonly rowsOk: number;
  readonly rowsUnchanged: number;
  readonly rowsQuarantined: number;
}

export interface AppliedBatch extends BatchCounts {
  /** By table: what was digested while it went in. The rows of the other tables are read again. */
  readonly digests?: ReadonlyMap<string, RowsDigest>;
}

/**
 * Puts the rows of a batch into the tables, inside the transaction that is open on `connection`; also its rows of
 * `checks` and `quarantine`. The connection may read files below the store's staging folder and nothing else, and so
 * may `beside`, which sees nothing of the transaction and may be asked at the same time. Rows in the order of their
 * table's key are digested without a sort.
 */
export type ApplyBatch = (
  connection: DuckDBConnection,
  seat: BatchSeat,
  beside: DuckDBConnection,
) => Promise<AppliedBatch>;

/** What a table was given by a batch. */
export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  readonly digest: string;
}

export interface CommittedBatch extends BatchSeat {
  readonly snapshotId: string;
  readonly snapshotName: string;
  readonly counts: BatchCounts;
  readonly tables: readonly TableDigest[];
}

export type CommitStep = "applying" | "digesting" | "committing" | "checkpointing";

export interface CommitOptions {
  readonly onProgress?: (step: CommitStep) => void;
  readonly signal?: AbortSignal;
  /** What the rows will need on the disk, at most. */
  readonly estimatedBytes?: number;
}

/** Owns the file for writing. One at a time, in one process; everybody else waits or is told `locked`. */
export interface Writer {
  readonly dir: string;
  /**
   * Takes in a batch: all of it, or nothing. Answered when the rows are in the checkpointed file. Fails with
   * `no-space` or `cancelled`; what `apply` throws is thrown again after the rollback.
   */
  commit(
    proposal: BatchProposalInput,
    apply: ApplyBatch,
    options?: CommitOptions,
  ): Promise<WireResult<CommittedBatch>>;
  /** For reads between commits. */
  readonly connection: DuckDBConnection;
  close(): void;
}
