import { stat } from "node:fs/promises";
import { IngestError } from "../ingest-error.ts";

/** Refuses what can be opened and has no end, or never begins: folders, pipes, devices. */
export const requireFile = async (path: string): Promise<void> => {
  const entry = await stat(path).catch((error: unknown) => {
    const cause = error instanceof Error ? error.message : String(error);
    throw new IngestError(
      "not-readable",
      `The file cannot be read (${cause}). Look whether it is still there and may be read.`,
    );
  });
  if (!entry.isFile())
    throw new IngestError(
      "not-readable",
      "This is not an ordinary file but a folder, a pipe or a device. Choose a file.",
    );
};
