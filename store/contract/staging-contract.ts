import { z } from "zod";
import { defineContract } from "../../wire/contract.ts";
import {
  fileFormatSchema,
  fileInspectionSchema,
  importMappingSchema,
  importProgressSchema,
  importReportSchema,
} from "./import.ts";

/** Names a folder below the staging folder, so it is no path. */
export const stagedIdSchema = z.string().regex(/^[0-9a-z-]{1,80}$/);

/**
 * Asked of the disposable process that opens one user file. It reads the store and writes to one staging folder;
 * it never writes to the store. One process, one file: it ends with its port.
 */
export const stagingContract = defineContract({
  calls: {
    /** With a `format`, the file is read so instead of as detected. */
    "file/inspect": {
      input: z.object({ format: fileFormatSchema.nullable().default(null) }),
      output: fileInspectionSchema,
      errors: ["not-readable", "unknown-format", "too-large"],
    },
    /** Reads and checks every row. With `isDryRun` nothing is staged. */
    "file/stage": {
      input: z.object({ mapping: importMappingSchema, isDryRun: z.boolean(), arrivedAt: z.number() }),
      output: z.object({
        report: importReportSchema,
        /** The id of the staged batch; null after a dry run, or when there is nothing to commit. */
        stagedId: stagedIdSchema.nullable(),
      }),
      errors: [
        "not-readable",
        "unknown-format",
        "too-large",
        "unknown-column",
        "bad-mapping",
        "cancelled",
        "no-space",
        "store-unavailable",
      ],
    },
  },
  events: { "import/progress": importProgressSchema },
});
export type StagingContract = typeof stagingContract;
