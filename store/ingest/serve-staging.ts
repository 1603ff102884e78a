import { stat } from "node:fs/promises";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import { type Server, serve } from "../../wire/serve.ts";
import { type StagingContract, stagingContract } from "../contract/staging-contract.ts";
import { endWhenStill, patienceFor } from "./end-when-still.ts";
import { IngestError } from "./ingest-error.ts";
import { inspectFile } from "./inspect-file.ts";
import { stageFile } from "./stage-file.ts";

export interface StagingPlace {
  readonly filePath: string;
  readonly storeDir: string;
  /** As the batch will remember the file; its own name when left out. */
  readonly fileName?: string | undefined;
}

/** Answers the staging contract for one file. */
export const serveStaging = (
  port: Port,
  { filePath, storeDir, fileName }: StagingPlace,
): Server<StagingContract> => {
  const isAlive = () => server.emit("process/alive", {});
  const server: Server<StagingContract> = serve(port, stagingContract, {
    "file/inspect": ({ format }) =>
      settled(async () => {
        const patienceMs = patienceFor(await sizeOf(filePath));
        // Nothing says how far a look is, so that it may only take so long as a whole.
        return endWhenStill(() => inspectFile(filePath, storeDir, format), {
          doing: "Looking at the file",
          sign: () => "",
          beat: isAlive,
          patienceMs,
        });
      }),
    "file/stage": ({ mapping, isDryRun, arrivedAt }) =>
      settled(() =>
        stageFile(
          {
            file: filePath,
            storeDir,
            mapping,
            isDryRun,
            arrivedAt,
            ...(fileName === undefined ? {} : { fileName }),
          },
          { onProgress: (progress) => server.emit("import/progress", progress) },
        ),
      ),
  });
  isAlive();
  return server;
};

/** Zero for what is not there: whoever reads it says so. */
const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** What was to be expected becomes an answer. What was not does too: whoever asked has a file that troubles us. */
const settled = async <T>(work: () => Promise<T>): Promise<WireResult<T>> => {
  try {
    return wireOk(await work());
  } catch (error) {
    if (error instanceof IngestError) return wireError(error.code, error.message);
    const cause = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return wireError("not-readable", `The file could not be read (${cause}).`);
  }
};
