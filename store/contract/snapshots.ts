import { z } from "zod";
import type { ContractShape } from "../../wire/contract.ts";

export const snapshotEntrySchema = z.object({
  /** SHA-256, hex, of the canonical manifest (R11): equal content, equal id. */
  id: z.string(),
  name: z.string(),
  maxIngestSeq: z.number().int(),
  /** The newest instant any of its rows was known at, UTC microseconds. */
  knownTo: z.number(),
  /** UTC microseconds; null where it was not recorded. */
  createdAt: z.number().nullable(),
  /** A pinned snapshot's panels and catalog stay in the cache. */
  isPinned: z.boolean(),
  /** What is read when a request names none: the newest. */
  isCurrent: z.boolean(),
});
export type SnapshotEntry = z.infer<typeof snapshotEntrySchema>;

/** What one snapshot holds that an earlier one did not. Rows are never taken away, so nothing else can differ. */
export const snapshotDiffSchema = z.object({
  from: z.string(),
  to: z.string(),
  batches: z.array(z.object({ batchId: z.string(), fileName: z.string(), rows: z.number().int() })),
  tables: z.array(
    z.object({
      table: z.string(),
      addedRows: z.number().int(),
      /** Of these, rows about a fact that the earlier snapshot knew already: corrections and withdrawals. */
      changedFacts: z.number().int(),
      /** The first few changes, for reading: the fact, what it was, what it is. */
      examples: z.array(z.object({ fact: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
});
export type SnapshotDiff = z.infer<typeof snapshotDiffSchema>;

/** One batch of rows, as the store remembers it. */
export const batchEntrySchema = z.object({
  batchId: z.string(),
  ingestSeq: z.number().int(),
  source: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  arrivedAt: z.number().nullable(),
  rowsIn: z.number().int(),
  rowsOk: z.number().int(),
  rowsUnchanged: z.number().int(),
  rowsQuarantined: z.number().int(),
  state: z.enum(["committed", "undone"]),
  undoes: z.string().nullable(),
});
export type BatchEntry = z.infer<typeof batchEntrySchema>;

/** Reading what was committed, and when. */
export const snapshotCalls = {
  "snapshot/list": { input: z.object({}), output: z.array(snapshotEntrySchema), errors: [] },
  /** What `to` holds that `from` did not; both by name or id. */
  "snapshot/diff": {
    input: z.object({ from: z.string(), to: z.string() }),
    output: snapshotDiffSchema,
    errors: ["unknown-snapshot"],
  },
  /** Newest first. */
  "batch/list": { input: z.object({}), output: z.array(batchEntrySchema), errors: [] },
} as const satisfies ContractShape["calls"];
