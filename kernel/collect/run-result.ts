import type { CellError, Display } from "../contract/display.ts";
import type { CellKind } from "../contract/document.ts";
import type { CellStatus, Diagnostic } from "../contract/kernel-contract.ts";
import type { RunManifest } from "../contract/manifest.ts";
import type { StoredResult } from "../notebook/index.ts";

export interface CellResult {
  readonly cellId: string;
  readonly kind: CellKind;
  readonly source: string;
  readonly status: CellStatus | null;
  readonly outputs: readonly Display[];
  readonly console: readonly { readonly level: string; readonly text: string }[];
}

/** A fault with its place in the file: what one line of an error message needs. */
export interface Fault {
  readonly cellId: string;
  /** 1-based line and column in the notebook file. */
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Everything one headless run found out, in cell order. */
export interface RunResult {
  readonly file: string;
  readonly title: string;
  readonly snapshot: { readonly name: string; readonly id: string; readonly isSynthetic: boolean };
  readonly cells: readonly CellResult[];
  readonly faults: readonly Fault[];
  readonly durationMs: number;
  readonly manifest: RunManifest;
  /** What to keep beside the notebook, of the cells that are done. */
  readonly stored: readonly StoredResult[];
}

/** Where each cell's source begins in the file: the 1-based line of its first line. */
export type CellLines = ReadonlyMap<string, number>;

export const faultOfDiagnostic = (diagnostic: Diagnostic, lines: CellLines): Fault => ({
  cellId: diagnostic.cellId,
  line: (lines.get(diagnostic.cellId) ?? 1) + diagnostic.line - 1,
  column: diagnostic.column,
  code: diagnostic.code,
  message: diagnostic.message,
  hint: "",
});

export const faultOfError = (cellId: string, error: CellError, lines: CellLines): Fault => ({
  cellId,
  line: (lines.get(cellId) ?? 1) + (error.line ?? 1) - 1,
  column: error.column ?? 1,
  code: error.code,
  message: error.message,
  hint: error.hint,
});

/** file:line:column: cell id: message, as compilers write it, so that editors can jump there. */
export const formatFault = (file: string, fault: Fault): string => {
  const hint = fault.hint === "" ? "" : `\n  ${fault.hint}`;
  return `${file}:${fault.line}:${fault.column}: cell ${fault.cellId}: ${fault.message}${hint}`;
};
