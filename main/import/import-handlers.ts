import type { ImportMapping } from "../../store/contract/import.ts";
import type { WriterContract } from "../../store/contract/writer-contract.ts";
import type { Client } from "../../wire/connect.ts";
import {
  type CallName,
  type EventName,
  type EventPayload,
  type WireResult,
  wireError,
  wireOk,
} from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import type { AppContract } from "../contract/app-contract.ts";
import type { importCalls, ListedMapping } from "../contract/import-calls.ts";
import type { ImportRunner } from "./import-runner.ts";
import type { PickedFiles } from "./picked-files.ts";
import type { StagingOptions } from "./staging-process.ts";

export interface ImportDependencies {
  readonly files: PickedFiles;
  readonly runner: ImportRunner;
  /** Paths the user chose in the system's dialog; empty when cancelled. */
  pickPaths(): Promise<readonly string[]>;
  /** Makes sure that the store may be written to, before anything is staged beside it; answers its folder. */
  ownStore(): Promise<WireResult<string>>;
  readonly mappings: {
    list(): Promise<WireResult<ListedMapping[]>>;
    save(mapping: ImportMapping): Promise<WireResult<ListedMapping[]>>;
  };
  /** Runs a change with a port that may write, everybody else having let go of the file. */
  write<T>(change: (writer: Client<WriterContract>) => Promise<WireResult<T>>): Promise<WireResult<T>>;
  /** Rows or snapshots were added. */
  onChanged(snapshotId: string): void;
  emit<N extends EventName<AppContract>>(name: N, payload: EventPayload<AppContract, N>): void;
  /** Microseconds since 1970: the instant a file is taken in. */
  now(): number;
}

export type ImportHandlers = Pick<Handlers<AppContract>, CallName<AppContract> & keyof typeof importCalls>;

const unknownFile = () => wireError("unknown-file", "That file was not chosen by you. Choose it again.");

/** What the window's import calls do. */
export const importHandlers = (deps: ImportDependencies): ImportHandlers => {
  const progressOf = (fileId: string) => (progress: EventPayload<WriterContract, "import/progress">) =>
    deps.emit("import/progress", { ...progress, fileId });

  const changed = async <T extends { readonly snapshotId: string }>(
    change: (writer: Client<WriterContract>) => Promise<WireResult<T>>,
  ): Promise<WireResult<T>> => {
    const owned = await deps.ownStore();
    if (!owned.ok) return owned;
    const answer = await deps.write(change);
    if (answer.ok) deps.onChanged(answer.value.snapshotId);
    return answer;
  };

  /** Staging writes beside the store, so it needs one that may be written to; and a file that was chosen. */
  const prepared = async (fileId: string): Promise<WireResult<StagingOptions>> => {
    const filePath = deps.files.pathOf(fileId);
    if (!filePath) return unknownFile();
    const owned = await deps.ownStore();
    return owned.ok ? wireOk({ filePath, storeDir: owned.value }) : owned;
  };

  return {
    "import/pick": async () => wireOk(await deps.files.grant(await deps.pickPaths())),

    "import/inspect": async ({ fileId, format }) => {
      const file = await prepared(fileId);
      return file.ok ? deps.runner.inspect(file.value, format) : file;
    },

    "import/mappings": () => deps.mappings.list(),
    "import/save-mapping": async ({ mapping }) => {
      const owned = await deps.ownStore();
      return owned.ok ? deps.mappings.save(mapping) : owned;
    },

    "import/check": async ({ fileId, mapping }) => {
      const file = await prepared(fileId);
      if (!file.ok) return file;
      const request = { mapping, isDryRun: true, arrivedAt: deps.now() };
      const staged = await deps.runner.stage(file.value, request, progressOf(fileId));
      return staged.ok ? wireOk(staged.value.report) : staged;
    },

    "import/run": async ({ fileId, mapping }) => {
      const file = await prepared(fileId);
      if (!file.ok) return file;
      const request = { mapping, isDryRun: false, arrivedAt: deps.now() };
      const staged = await deps.runner.stage(file.value, request, progressOf(fileId));
      if (!staged.ok) return staged;
      const { stagedId, report } = staged.value;
      if (stagedId === null) return wireOk({ report, batchId: null, snapshotId: null });
      return changed((writer) => {
        writer.on("import/progress", progressOf(fileId));
        return writer.call("batch/commit", { stagedId });
      });
    },

    "import/cancel": () => {
      deps.runner.cancel();
      return wireOk({});
    },

    "batch/undo": (input) => changed((writer) => writer.call("batch/undo", input)),

    "snapshot/create": async (input) => {
      const owned = await deps.ownStore();
      if (!owned.ok) return owned;
      const made = await deps.write((writer) => writer.call("snapshot/create", input));
      if (made.ok) deps.onChanged(made.value.id);
      return made;
    },

    "snapshot/pin": async (input) => {
      const owned = await deps.ownStore();
      if (!owned.ok) return owned;
      const pinned = await deps.write((writer) => writer.call("snapshot/pin", input));
      if (pinned.ok) deps.onChanged(pinned.value.id);
      return pinned;
    },
  };
};
