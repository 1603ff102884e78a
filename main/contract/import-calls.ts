import { z } from "zod";
import {
  fileFormatSchema,
  fileInspectionSchema,
  importMappingSchema,
  importProgressSchema,
  importReportSchema,
} from "../../store/contract/import.ts";
import { snapshotEntrySchema } from "../../store/contract/snapshots.ts";
import type { ContractShape } from "../../wire/contract.ts";

/** A file the user chose. Only its number reaches the window: the path stays in the main process. */
export const pickedFileSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
});
export type PickedFile = z.infer<typeof pickedFileSchema>;

export const listedMappingSchema = z.object({
  mapping: importMappingSchema,
  /** Ships with the app, and so cannot be overwritten. */
  isReadyMade: z.boolean(),
});
export type ListedMapping = z.infer<typeof listedMappingSchema>;

const readErrors = [
  "unknown-file",
  "busy",
  "not-readable",
  "unknown-format",
  "too-large",
  "too-slow",
  "unknown-column",
  "bad-mapping",
  "cancelled",
  "no-space",
  "store-unavailable",
] as const;
const writeErrors = ["busy", "store-unavailable", "locked", "no-space"] as const;
const nothing = z.object({});

/** What a window may ask about taking in files, and about changing the store at all. */
export const importCalls = {
  /** Asks the user for files. An empty answer: the user cancelled. */
  "import/pick": { input: nothing, output: z.array(pickedFileSchema), errors: [] },
  /** What a file holds, read in a process of its own; with a `format`, read so instead of as detected. */
  "import/inspect": {
    input: z.object({ fileId: z.string(), format: fileFormatSchema.nullable() }),
    output: fileInspectionSchema,
    errors: readErrors,
  },
  "import/mappings": { input: nothing, output: z.array(listedMappingSchema), errors: ["store-unavailable"] },
  "import/save-mapping": {
    input: z.object({ mapping: importMappingSchema }),
    output: z.array(listedMappingSchema),
    errors: ["name-taken", "not-written", "no-space"],
  },
  /** A dry run: what would become of every row. */
  "import/check": {
    input: z.object({ fileId: z.string(), mapping: importMappingSchema }),
    output: importReportSchema,
    errors: readErrors,
  },
  /** Takes a file in. Without anything new in it there is no batch, and the ids are null. */
  "import/run": {
    input: z.object({ fileId: z.string(), mapping: importMappingSchema }),
    output: z.object({
      report: importReportSchema,
      batchId: z.string().nullable(),
      snapshotId: z.string().nullable(),
    }),
    errors: [...readErrors, "locked", "unknown-batch"],
  },
  /** Ends the reading that is under way; nothing of it is kept. */
  "import/cancel": { input: nothing, output: nothing, errors: [] },
  "batch/undo": {
    input: z.object({ batchId: z.string() }),
    output: z.object({ batchId: z.string(), snapshotId: z.string(), rows: z.number().int() }),
    errors: [...writeErrors, "unknown-batch", "already-undone"],
  },
  "snapshot/create": {
    input: z.object({ name: z.string().min(1).max(120) }),
    output: snapshotEntrySchema,
    errors: [...writeErrors, "name-taken"],
  },
  "snapshot/pin": {
    input: z.object({ id: z.string(), isPinned: z.boolean() }),
    output: snapshotEntrySchema,
    errors: [...writeErrors, "unknown-snapshot"],
  },
} as const satisfies ContractShape["calls"];

export const importEvents = {
  "import/progress": importProgressSchema.extend({ fileId: z.string() }),
  /** Rows, or names of snapshots, were added: whoever shows the catalog asks for it again. */
  "store/changed": z.object({ snapshotId: z.string() }),
} as const satisfies ContractShape["events"];
