import { wireError, wireOk } from "../../wire/contract.ts";
import { applyStaged } from "../ingest/apply-staged.ts";
import { readStagedBatch } from "../ingest/staged-batch.ts";
import type { Reingest } from "./open-recovered.ts";

/**
 * Makes a lost batch again from what was staged for it, which stays until its commit is acknowledged: no file of a
 * user is read. Without it `otherwise` reads the kept file, where somebody can; else the batch waits, or is lost if
 * it had never been acknowledged.
 */
export const reingestStaged =
  (otherwise?: Reingest): Reingest =>
  async (dir, entry) => {
    const { stagedId } = entry.proposal;
    const staged = stagedId === null ? undefined : await readStagedBatch(dir, stagedId);
    if (staged?.ok) return wireOk(applyStaged(dir, staged.value));
    if (otherwise) return otherwise(dir, entry);
    return entry.state === "committing"
      ? wireError("interrupted", "it was interrupted before it was taken in.")
      : wireError("waiting", "its file has to be read again.");
  };
