import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { importMappingSchema, importReportSchema } from "../contract/import.ts";
import { stagedIdSchema } from "../contract/staging-contract.ts";
import { storeTables, type TableShape } from "../contract/tables.ts";
import { writeDurably } from "../write/durable-file.ts";
import { storeFolder } from "../write/store-folder.ts";

/** The note that makes a staging folder a staged batch; it is written last. */
export const STAGED_NOTE = "staged.json";

const fillable: ReadonlySet<string> = new Set([
  ...(storeTables as readonly TableShape[]).filter(({ isRecord }) => !isRecord).map(({ name }) => name),
  "quarantine",
]);
/**
 * The process that wrote the note had a user's file open, so its word is not taken for what becomes a path or names a
 * table: it may fill tables of facts, and none that says what the store is.
 */
export const stagedBatchSchema = z.object({
  /** Another number wherever the same file would be staged otherwise: a batch of an older kind is not taken up. */
  version: z.literal(1),
  stagedId: stagedIdSchema,
  fileName: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number(),
  mapping: importMappingSchema,
  arrivedAt: z.number(),
  /** The commit order of the newest batch that the rows were held against: the next batch must be the next one. */
  baseSeq: z.number().int(),
  report: importReportSchema,
  /** Parquet files in the folder, in the order they go in, with the columns they have. */
  tables: z.array(
    z.object({
      table: z.string().refine((name) => fillable.has(name)),
      file: z.string().regex(/^[0-9a-z_]+\.parquet$/),
      rows: z.number().int(),
      columns: z.array(z.string()),
    }),
  ),
});
export type StagedBatch = z.infer<typeof stagedBatchSchema>;

export const stagedFolder = (storeDir: string, stagedId: string): string =>
  join(storeFolder(storeDir).staging, stagedId);

/** Where the file that was read is kept until its batch is committed. */
export const SOURCE_COPY = "source";

/** Makes a staging folder a staged batch. */
export const writeStagedNote = (storeDir: string, note: StagedBatch): Promise<void> =>
  writeDurably(join(stagedFolder(storeDir, note.stagedId), STAGED_NOTE), JSON.stringify(note));

/** A batch that was staged before. Fails with `unknown-batch`. */
export const readStagedBatch = async (
  storeDir: string,
  stagedId: string,
): Promise<WireResult<StagedBatch>> => {
  if (!stagedIdSchema.safeParse(stagedId).success) return unknown(stagedId);
  try {
    const text = await readFile(join(stagedFolder(storeDir, stagedId), STAGED_NOTE), "utf8");
    const note = stagedBatchSchema.parse(JSON.parse(text));
    return note.stagedId === stagedId ? wireOk(note) : unknown(stagedId);
  } catch {
    return unknown(stagedId);
  }
};

const unknown = (stagedId: string): WireResult<never> =>
  wireError("unknown-batch", `There is no staged batch ${JSON.stringify(stagedId)}. Read the file again.`);

export const removeStagedBatch = (storeDir: string, stagedId: string): Promise<void> =>
  rm(stagedFolder(storeDir, stagedId), { recursive: true, force: true });
