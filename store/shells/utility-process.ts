import { commitStaged } from "../ingest/commit-staged.ts";
import { reingestStaged } from "../recovery/reingest-staged.ts";
import { type ParentPort, runStoreProcess } from "./run-store-process.ts";

// A utility process outlives its own unhandled rejections, half alive; ending lets the supervisor start a new one.
process.on("unhandledRejection", (reason) => {
  console.error("store: unhandled rejection", reason);
  process.exit(1);
});

const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
if (!parentPort)
  throw new Error("The store's process must be started by Asof, as an Electron utility process.");
runStoreProcess(parentPort, (code) => process.exit(code), {
  commitStaged: (writer, stagedId, onProgress) =>
    commitStaged(writer, stagedId, {
      // From here on there is no stopping: the window shows that it is being made safe.
      onProgress: () => onProgress({ step: "committing", rows: 0, rowsPerSecond: 0, secondsLeft: null }),
    }),
  now: () => Date.now() * 1_000,
  // This process opens no file of a user, so a batch is made again from what was staged for it.
  reingest: reingestStaged(),
});
