import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { importMappingSchema, importReportSchema } from "../contract/import.ts";
import { storeFolder } from "../write/store-folder.ts";

/** The note that makes a staging folder a staged batch; it is written last. */
export const STAGED_NOTE = "staged.json";

export const stagedBatchSchema = z.object({
  version: z.literal(1),
  stagedId: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  sizeBytes: z.number(),
  mapping: importMappingSchema,
  arrivedAt: z.number(),
  /** The commit order of the newest batch that the rows were held against: the next batch must be the next one. */
  baseSeq: z.number().int(),
  report: importReportSchema,
  /** Parquet files in the folder, in the order they go in, with the columns they have. */
  tables: z.array(
    z.object({ table: z.string(), file: z.string(), rows: z.number().int(), columns: z.array(z.string()) }),
  ),
});
export type StagedBatch = z.infer<typeof stagedBatchSchema>;

export const stagedFolder = (storeDir: string, stagedId: string): string =>
  join(storeFolder(storeDir).staging, stagedId);

/** Where the file that was read is kept until its batch is committed. */
export const SOURCE_COPY = "source";

/** A batch that was staged before. Fails with `unknown-batch`. */
export const readStagedBatch = async (
  storeDir: string,
  stagedId: string,
): Promise<WireResult<StagedBatch>> => {
  // The id names a folder, so it is nothing but letters and digits.
  if (!/^[0-9a-z-]{8,80}$/.test(stagedId)) return unknown(stagedId);
  try {
    const text = await readFile(join(stagedFolder(storeDir, stagedId), STAGED_NOTE), "utf8");
    return wireOk(stagedBatchSchema.parse(JSON.parse(text)));
  } catch {
    return unknown(stagedId);
  }
};

const unknown = (stagedId: string): WireResult<never> =>
  wireError("unknown-batch", `There is no staged batch ${JSON.stringify(stagedId)}. Read the file again.`);

export const removeStagedBatch = (storeDir: string, stagedId: string): Promise<void> =>
  rm(stagedFolder(storeDir, stagedId), { recursive: true, force: true });
