import { wireError, wireOk } from "../../wire/contract.ts";
import { importMappingSchema } from "../contract/import.ts";
import type { Reingest } from "../recovery/open-recovered.ts";
import { keptSourcePath } from "../write/keep-source.ts";
import { applyStaged } from "./apply-staged.ts";
import { IngestError } from "./ingest-error.ts";
import type { Staged, StageRequest } from "./stage-file.ts";
import { readStagedBatch } from "./staged-batch.ts";

/**
 * Makes a lost batch again from its kept source, with the mapping and the arrival it had: the same bytes give the same
 * rows. `stage` reads the file, in a process of its own where files are not to be trusted.
 */
export const reingestWith =
  (stage: (request: StageRequest) => Promise<Staged>): Reingest =>
  async (dir, { proposal }) => {
    const mapping = importMappingSchema.safeParse(JSON.parse(proposal.mapping ?? "null"));
    if (!mapping.success) return wireError("bad-mapping", "its mapping cannot be read any more.");
    try {
      const { stagedId } = await stage({
        file: keptSourcePath(dir, proposal.sha256),
        fileName: proposal.fileName,
        storeDir: dir,
        mapping: mapping.data,
        arrivedAt: proposal.arrivedAt ?? 0,
        isDryRun: false,
      });
      if (stagedId === null) return wireError("unknown-batch", "its file has nothing new any more.");
      const staged = await readStagedBatch(dir, stagedId);
      return staged.ok ? wireOk(applyStaged(dir, staged.value)) : staged;
    } catch (error) {
      if (error instanceof IngestError) return wireError(error.code, error.message);
      throw error;
    }
  };
