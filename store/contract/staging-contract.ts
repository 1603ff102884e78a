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
      errors: ["not-readable", "unknown-format", "too-large", "too-slow"],
    },
    /**
     * Reads and checks every row. With `isDryRun` nothing is staged. What an interrupted import of the same file with
     * the same mapping left whole is taken up, as long as the store is as it was.
     */
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
        "too-slow",
        "unknown-column",
        "bad-mapping",
        "cancelled",
        "no-space",
        "store-unavailable",
      ],
    },
  },
  events: {
    "import/progress": importProgressSchema,
    /** Said once when the process has begun, and every quarter second while it looks at a file. */
    "process/alive": z.object({}),
  },
});
export type StagingContract = typeof stagingContract;
