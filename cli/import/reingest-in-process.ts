import { resolve } from "node:path";
import { IngestError, type IngestErrorCode } from "../../store/ingest/ingest-error.ts";
import { reingestWith } from "../../store/ingest/reingest.ts";
import { askStaging } from "../../store/ingest/spawn-staging.ts";

/** The process that reads files of users; beside the bundled command line. */
export const importScript = resolve(import.meta.dirname, "../store/import-process.js");

/** Makes lost batches again, each from its kept file, in a process that lives for that file. */
export const reingestInProcess = (script: string) =>
  reingestWith(async ({ file, fileName, storeDir, mapping, arrivedAt }) => {
    const answer = await askStaging(
      { script, filePath: file, storeDir, ...(fileName === undefined ? {} : { fileName }) },
      "file/stage",
      { mapping, isDryRun: false, arrivedAt },
    );
    if (!answer.ok) throw new IngestError(answer.error.code as IngestErrorCode, answer.error.message);
    return answer.value;
  });
