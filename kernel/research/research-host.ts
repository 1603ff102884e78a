import type { CellRequest } from "../cells/protocol.ts";
import type { Display } from "../contract/display.ts";
import type { BacktestRecord } from "../contract/manifest.ts";
import type { StoreNames } from "../language/store-names.ts";

/** What the research API needs of the worker it lives in. */
export interface ResearchHost {
  request(name: CellRequest, input: unknown): Promise<unknown>;
  show(display: Display): void;
  /** Notes a backtest for the run's manifest. */
  record(backtest: BacktestRecord): void;
  progress(fraction: number, label: string): void;
  /** Milliseconds of the real clock, which no cell gets to see. */
  now(): number;
  /** What a reader chose for an input of the running cell, as text; undefined until then. */
  inputValue(name: string): string | undefined;
  /** What the store is known to hold; null while it is not known. */
  names(): StoreNames;
  /** The notebook's as-of instant, UTC microseconds; null is the newest. */
  asOf(): number | null;
  /** The name a cell has given a value at its top level; null when there is none. */
  nameOf(value: unknown): string | null;
}
