import { app, type BrowserWindow, dialog } from "electron";
import { writerContract } from "../../store/contract/writer-contract.ts";
import { connect } from "../../wire/connect.ts";
import { wireError } from "../../wire/contract.ts";
import { messagePort } from "../../wire/message-port.ts";
import { makeOwnStore, type StorePlaces } from "../store/own-store.ts";
import type { StoreSupervisor } from "../store/store-supervisor.ts";
import { forkStaging } from "./fork-staging.ts";
import type { ImportDependencies } from "./import-handlers.ts";
import { ImportRunner } from "./import-runner.ts";
import { mappingFiles } from "./mapping-files.ts";
import { PickedFiles } from "./picked-files.ts";
import type { Repeat } from "./staging-run.ts";

const DIED =
  "The data process ended while it wrote and was started again. The batch is there as a whole or not at all: look in the catalog, and import the file again if it is missing.";
const LIMITS = { memoryMb: 2_048, startMs: 60_000, silentMs: 30_000 };

const repeat: Repeat = (everyMs, action) => {
  const timer = setInterval(action, everyMs);
  return () => clearInterval(timer);
};

export interface ImportSurroundings {
  readonly window: BrowserWindow;
  readonly store: StoreSupervisor;
  readonly places: StorePlaces;
  readonly script: string;
  /** Runs a change while other processes that read the store have let go of its file. */
  whileReleased<T>(work: () => Promise<T>): Promise<T>;
  readonly emit: ImportDependencies["emit"];
  onChanged(snapshotId: string): void;
}

/** Import in the app: the system's dialog, real processes, and the store's process as the one that writes. */
export const createImports = (around: ImportSurroundings): ImportDependencies => {
  const { window, store, places } = around;
  const lastFolder = app.getPath("documents");
  return {
    files: new PickedFiles(),
    runner: new ImportRunner({ start: forkStaging(around.script), repeat, limits: LIMITS }),
    pickPaths: async () => {
      const picked = await dialog.showOpenDialog(window, {
        properties: ["openFile", "multiSelections"],
        defaultPath: lastFolder,
        filters: [
          {
            name: "CSV, Parquet, JSON, Arrow",
            extensions: [
              "csv",
              "tsv",
              "txt",
              "gz",
              "zst",
              "parquet",
              "json",
              "jsonl",
              "ndjson",
              "arrow",
              "feather",
              "ipc",
            ],
          },
          { name: "*", extensions: ["*"] },
        ],
      });
      return picked.canceled ? [] : picked.filePaths;
    },
    ownStore: async () => {
      // A store that does not open is not one to make a copy of.
      if (store.state !== "ready")
        return wireError(
          "store-unavailable",
          store.message || "The data is not open yet. Try again in a moment.",
        );
      const made = await makeOwnStore({ ...places, named: store.dir === places.sample ? null : store.dir });
      if (!made.ok) return made;
      await store.moveTo(made.value);
      return store.state === "ready" ? made : wireError("store-unavailable", store.message);
    },
    mappings: mappingFiles(() => store.dir),
    write: (change) =>
      around.whileReleased(async () => {
        const writer = connect(messagePort(store.connectWriter()), writerContract);
        try {
          const answer = await change(writer);
          return answer.ok || answer.error.code !== "gone" ? answer : wireError("store-unavailable", DIED);
        } finally {
          writer.close();
        }
      }),
    onChanged: around.onChanged,
    emit: around.emit,
    now: () => Date.now() * 1_000,
  };
};
