import type {
  FileFormat,
  FileInspection,
  ImportMapping,
  ImportProgress,
} from "../../store/contract/import.ts";
import type { StagingContract } from "../../store/contract/staging-contract.ts";
import type { Client } from "../../wire/connect.ts";
import { type Output, type WireResult, wireError } from "../../wire/contract.ts";
import type { StagingOptions, StartStaging } from "./staging-process.ts";
import { type Repeat, runStaging, type StagingLimits } from "./staging-run.ts";

export interface ImportRunnerOptions {
  readonly start: StartStaging;
  readonly repeat: Repeat;
  readonly limits: StagingLimits;
}

export interface StageRequest {
  readonly mapping: ImportMapping;
  readonly isDryRun: boolean;
  readonly arrivedAt: number;
}

export type Staged = Output<StagingContract, "file/stage">;

/** Reads user files, one at a time, each in a process that is ended afterwards. */
export class ImportRunner {
  readonly #options: ImportRunnerOptions;
  #cancel: (() => void) | null = null;

  constructor(options: ImportRunnerOptions) {
    this.#options = options;
  }

  inspect(file: StagingOptions, format: FileFormat | null): Promise<WireResult<FileInspection>> {
    return this.#run(file, (client) => client.call("file/inspect", { format }));
  }

  stage(
    file: StagingOptions,
    request: StageRequest,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<WireResult<Staged>> {
    return this.#run(file, (client, heard) => {
      client.on("import/progress", (progress) => {
        heard();
        onProgress(progress);
      });
      return client.call("file/stage", request);
    });
  }

  /** Ends what is being read. */
  cancel(): void {
    this.#cancel?.();
  }

  async #run<T>(
    file: StagingOptions,
    ask: (client: Client<StagingContract>, heard: () => void) => Promise<WireResult<T>>,
  ): Promise<WireResult<T>> {
    if (this.#cancel) return wireError("busy", "Another file is being read. Wait for it, or stop it.");
    const { start, limits, repeat } = this.#options;
    const run = runStaging(start(file), limits, repeat, ask);
    this.#cancel = run.cancel;
    try {
      return await run.answer;
    } finally {
      this.#cancel = null;
    }
  }
}
