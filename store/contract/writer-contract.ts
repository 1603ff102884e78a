import { z } from "zod";
import { defineContract } from "../../wire/contract.ts";
import { importProgressSchema, importReportSchema } from "./import.ts";
import { snapshotEntrySchema } from "./snapshots.ts";
import { stagedIdSchema } from "./staging-contract.ts";

const commitErrors = ["store-unavailable", "locked", "no-space", "unknown-batch"] as const;

/**
 * What changes the store. Only the main process and the command line hold such a port; a kernel never does. Reads
 * wait while a change is made.
 */
export const writerContract = defineContract({
  calls: {
    /** Takes in a staged batch: all of its rows, or none. Answered once the rows are safe on the disk. */
    "batch/commit": {
      input: z.object({ stagedId: stagedIdSchema }),
      output: z.object({ batchId: z.string(), snapshotId: z.string(), report: importReportSchema }),
      errors: commitErrors,
    },
    /** Takes a batch back by newer revisions of its facts; snapshots taken before still hold it. */
    "batch/undo": {
      input: z.object({ batchId: z.string() }),
      output: z.object({ batchId: z.string(), snapshotId: z.string(), rows: z.number().int() }),
      errors: [...commitErrors, "already-undone"],
    },
    "snapshot/create": {
      input: z.object({ name: z.string().min(1).max(120) }),
      output: snapshotEntrySchema,
      errors: ["store-unavailable", "locked", "no-space", "name-taken"],
    },
    "snapshot/pin": {
      input: z.object({ id: z.string(), isPinned: z.boolean() }),
      output: snapshotEntrySchema,
      errors: ["store-unavailable", "locked", "unknown-snapshot"],
    },
  },
  events: { "import/progress": importProgressSchema },
});
export type WriterContract = typeof writerContract;
