import { wireError } from "../../wire/contract.ts";
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
  commitStaged: async (_writer, stagedId) =>
    wireError("unknown-batch", `There is no prepared batch ${stagedId}.`),
  now: () => Date.now() * 1_000,
});
