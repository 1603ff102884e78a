import type { Port } from "../../wire/port.ts";

/** A process that lives for one user file. Whatever the file does to it, it does to nobody else. */
export interface StagingProcess {
  /** Speaks the staging contract. */
  readonly port: Port;
  /** Megabytes it holds at this moment; null when it is not known (yet). */
  memoryMb(): number | null;
  /** Hears once that it ended, for whatever reason. */
  onExit(listener: () => void): void;
  /** Ends it; settles when it is gone, and so holds the store's file no more. */
  kill(): Promise<void>;
}

export interface StagingOptions {
  readonly filePath: string;
  readonly storeDir: string;
}

export type StartStaging = (options: StagingOptions) => StagingProcess;
