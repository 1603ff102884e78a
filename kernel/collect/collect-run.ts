import type { Client } from "../../wire/connect.ts";
import type { Display } from "../contract/display.ts";
import type { Notebook } from "../contract/document.ts";
import type { CellStatus, Diagnostic, KernelContract } from "../contract/kernel-contract.ts";
import type { CellManifest } from "../contract/manifest.ts";
import type { FolderNotebook } from "../language/notebook-modules.ts";
import { followImports, type StoredResult, storedResult } from "../notebook/index.ts";
import {
  type CellLines,
  type CellResult,
  type Fault,
  faultOfDiagnostic,
  faultOfError,
} from "./run-result.ts";

export interface CollectedRun {
  readonly cells: readonly CellResult[];
  readonly faults: readonly Fault[];
  /** In cell order, of every cell that ended. */
  readonly manifests: readonly CellManifest[];
  /** The notebooks of the folder that were imported, as they were read. */
  readonly folder: readonly FolderNotebook[];
  /** What to keep beside the notebook, of the cells that are done. */
  readonly stored: readonly StoredResult[];
}

/**
 * Runs all cells through a kernel and gathers what it says of each. Null with a message: the kernel did not answer.
 *
 * @param readSibling the text of a notebook of the same folder
 * @param snapshot the notebook's own when left out
 */
export const collectRun = async (
  kernel: Client<KernelContract>,
  notebook: Notebook,
  lines: CellLines,
  readSibling: (name: string) => Promise<string | null>,
  snapshot: string | null = notebook.snapshot || null,
): Promise<{ ok: true; run: CollectedRun } | { ok: false; message: string }> => {
  const outputs = new Map<string, readonly Display[]>();
  const logs = new Map<string, { level: string; text: string }[]>();
  const manifests = new Map<string, CellManifest>();
  let diagnostics: readonly Diagnostic[] = [];
  kernel.on("cells/changed", (changed) => {
    for (const { cellId, outputs: shown } of changed.outputs) outputs.set(cellId, shown);
  });
  kernel.on("cell/manifest", ({ manifest }) => manifests.set(manifest.cellId, manifest));
  kernel.on("cell/console", ({ cellId, level, text }) => {
    logs.set(cellId, [...(logs.get(cellId) ?? []), { level, text }]);
  });
  kernel.on("analysis/changed", (analysis) => {
    // A round before the last imports were read says little of the notebook.
    if (analysis.version === version) diagnostics = analysis.diagnostics;
  });

  let version = 0;
  let folder: readonly FolderNotebook[] = [];
  let refusal = "";
  const updated = await followImports([], readSibling, async (notebooks) => {
    folder = notebooks;
    const answer = await kernel.call("cells/update", {
      version: ++version,
      snapshot,
      asOf: notebook.asOf,
      cells: notebook.cells,
      notebooks,
    });
    if (!answer.ok) refusal = answer.error.message;
    return answer.ok ? answer.value : null;
  });
  if (!updated) return { ok: false, message: refusal };
  if (diagnostics.length === 0) diagnostics = updated.diagnostics;
  const ran = await kernel.call("cells/run", { cellIds: "all", restart: false });
  if (!ran.ok) return { ok: false, message: ran.error.message };

  const statuses = new Map<string, CellStatus>(ran.value.statuses.map((status) => [status.cellId, status]));
  const cells = notebook.cells.map(
    ({ id, kind, source }): CellResult => ({
      cellId: id,
      kind,
      source,
      status: statuses.get(id) ?? null,
      outputs: outputs.get(id) ?? [],
      console: logs.get(id) ?? [],
    }),
  );
  const told = notebook.cells.flatMap(({ id }) => manifests.get(id) ?? []);
  const needs = new Map(updated.cells.map((cell) => [cell.cellId, cell.needs]));
  const needsOf = (cellId: string) => needs.get(cellId) ?? [];
  const ranAt = Date.now();
  const stored = cells.flatMap(({ cellId, status, outputs }) =>
    status?.state === "done" ? (storedResult(notebook, cellId, needsOf, outputs, ranAt) ?? []) : [],
  );
  const faults = faultsOf(cells, diagnostics, lines);
  return { ok: true, run: { cells, faults, manifests: told, folder, stored } };
};

/** Every fault once: what was found before running, what was thrown, and a cell that neither explains. */
export const faultsOf = (
  cells: readonly CellResult[],
  diagnostics: readonly Diagnostic[],
  lines: CellLines,
): readonly Fault[] =>
  cells.flatMap((cell) => {
    const found = diagnostics
      .filter(({ cellId, severity }) => cellId === cell.cellId && severity === "error")
      .map((diagnostic) => faultOfDiagnostic(cell, diagnostic, lines));
    if (found.length > 0) return found;
    const thrown = cell.outputs.flatMap((display) =>
      display.kind === "error" ? [faultOfError(cell, display.error, lines)] : [],
    );
    if (thrown.length > 0) return thrown;
    const state = cell.status?.state;
    // A blocked cell is explained by the one that blocks it.
    if (state === undefined || state === "done" || state === "blocked" || cell.kind === "markdown") return [];
    const line = lines.get(cell.cellId) ?? 1;
    return [
      {
        cellId: cell.cellId,
        line,
        column: 1,
        code: state,
        message: `The cell was not run to its end (${state}).`,
        hint: "",
        excerpt: null,
      },
    ];
  });
