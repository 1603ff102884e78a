import type { CellError, Display } from "../contract/display.ts";
import type { InspectedPart } from "../contract/inspected-value.ts";
import type { Variable } from "../contract/kernel-contract.ts";
import type { BacktestRecord } from "../contract/manifest.ts";
import type { CompiledCell } from "../language/compile-cell.ts";
import type { StoreNames } from "../language/store-names.ts";

/** One run of one cell, as the host asks for it. */
export interface RunCell {
  readonly kind: "run";
  /** Comes back with everything the run says, so that neither a late nor an invented answer counts. */
  readonly nonce: string;
  readonly cellId: string;
  readonly compiled: CompiledCell;
  /** The notebook's clock: what Date says, in milliseconds, and the instant the store is read at, or null. */
  readonly clockMs: number;
  readonly asOf: number | null;
  readonly seed: number;
  /** Whether a reader may open what the cell shows, so that the value is kept until the cell runs again. */
  readonly isOpenable?: boolean | undefined;
}

export type ToCellWorker =
  | RunCell
  | { readonly kind: "names"; readonly names: StoreNames }
  | { readonly kind: "forget"; readonly cellIds: readonly string[] }
  /** The run was stopped: nothing more of it counts. */
  | { readonly kind: "abandon"; readonly nonce: string }
  | { readonly kind: "ping"; readonly id: number }
  /** Asks for the next level of what a run showed; no code of a cell runs for it. */
  | { readonly kind: "open"; readonly id: number; readonly runId: string; readonly node: number }
  | {
      readonly kind: "answer";
      /** Of the run that asked, so that no other hears it. */
      readonly nonce: string;
      readonly id: number;
      readonly ok: true;
      readonly value: unknown;
    }
  | {
      readonly kind: "answer";
      readonly nonce: string;
      readonly id: number;
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      /** Where in the cell, from 1, when the store says so. */
      readonly place?: { readonly line: number; readonly column: number } | undefined;
    };

/** What a cell may ask the host for: the store's data, and runs of its own strategy in more workers like its own. */
export type CellRequest =
  | "panel"
  | "sql"
  | "cross-section/read"
  | "facts/history"
  | "sweep/prepare"
  | "sweep/run";

export type FromCellWorker =
  | { readonly kind: "ready" }
  /** The prelude could not take away everything a cell must not have; nothing will run. */
  | { readonly kind: "refused"; readonly names: readonly string[] }
  | { readonly kind: "pong"; readonly id: number }
  /** Null: it is not there any more. */
  | { readonly kind: "opened"; readonly id: number; readonly parts: readonly InspectedPart[] | null }
  | { readonly kind: "console"; readonly nonce: string; readonly level: ConsoleLevel; readonly text: string }
  | { readonly kind: "progress"; readonly nonce: string; readonly fraction: number; readonly label: string }
  | {
      readonly kind: "request";
      readonly nonce: string;
      readonly id: number;
      readonly name: CellRequest;
      readonly input: unknown;
    }
  | {
      readonly kind: "done";
      readonly nonce: string;
      readonly outputs: readonly Display[];
      readonly error: CellError | null;
      readonly variables: readonly Variable[];
      readonly backtests: readonly BacktestRecord[];
    };

export type ConsoleLevel = "log" | "info" | "warn" | "error";

/** The message, beside a transferred port, by which a worker's script is told to begin. */
export const CELL_WORKER_BOOT = "asof:cell-worker-boot";
