import type { CellError, Display, Excerpt } from "../contract/display.ts";
import type { CellKind } from "../contract/document.ts";
import type { CellStatus, Diagnostic } from "../contract/kernel-contract.ts";
import type { RunManifest } from "../contract/manifest.ts";
import { excerptOf } from "../host/excerpt.ts";
import type { StoredResult } from "../notebook/index.ts";
import { formatExcerpt } from "./format-excerpt.ts";

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
  /** The lines around it, numbered as in their file. */
  readonly excerpt: Excerpt | null;
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

type FaultyCell = Pick<CellResult, "cellId" | "source">;

/** The lines around a place of a cell, as the notebook's file numbers them. */
const excerptIn = (
  { cellId, source }: FaultyCell,
  { line, column }: { readonly line: number | null; readonly column: number | null },
  lines: CellLines,
): Excerpt | null => {
  const found = excerptOf(source, { line, column, firstLine: 1, notebook: null });
  const before = (lines.get(cellId) ?? 1) - 1;
  return found && { ...found, firstLine: found.firstLine + before, line: found.line + before };
};

export const faultOfDiagnostic = (cell: FaultyCell, diagnostic: Diagnostic, lines: CellLines): Fault => ({
  cellId: diagnostic.cellId,
  line: (lines.get(diagnostic.cellId) ?? 1) + diagnostic.line - 1,
  column: diagnostic.column,
  code: diagnostic.code,
  message: diagnostic.message,
  hint: "",
  excerpt: excerptIn(cell, diagnostic, lines),
});

export const faultOfError = (cell: FaultyCell, error: CellError, lines: CellLines): Fault => ({
  cellId: cell.cellId,
  line: (lines.get(cell.cellId) ?? 1) + (error.line ?? 1) - 1,
  column: error.column ?? 1,
  code: error.code,
  message: error.message,
  hint: error.hint,
  // Of an imported notebook the lines are in another file, which only the kernel read.
  excerpt: error.excerpt?.notebook ? error.excerpt : excerptIn(cell, error, lines),
});

/** file:line:column: cell id: message, as compilers write it, so that editors can jump there. */
export const formatFault = (file: string, fault: Fault): string => {
  const hint = fault.hint === "" ? "" : `\n  ${fault.hint}`;
  return `${file}:${fault.line}:${fault.column}: cell ${fault.cellId}: ${fault.message}${hint}`;
};

/** The same with the lines around the fault below it. */
export const formatFaultLines = (file: string, fault: Fault): string =>
  fault.excerpt ? `${formatFault(file, fault)}\n${formatExcerpt(fault.excerpt)}` : formatFault(file, fault);
