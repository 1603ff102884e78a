import type { TableDisplay } from "../contract/display.ts";
import type { OutputManifest } from "../contract/manifest.ts";
import type { ExportFormat, ExportPiece, TableRows, TableView } from "../contract/table-view.ts";
import { outputManifest } from "../manifest/output-manifest.ts";
import { type KeptTable, keepTable } from "./kept-table.ts";

/** Exports that were begun and neither ended nor given up. */
const MAX_EXPORTS = 8;

/** The tables of a kernel that are too large for the window, by the ids the host gave them. */
export interface Tables {
  keep(tableId: string, display: TableDisplay): void;
  /** The manifest of the table as it was given. Null: no such table is kept. */
  manifest(tableId: string): OutputManifest | null;
  drop(tableIds: readonly string[]): void;
  /** Null: no such table is kept. */
  rows(tableId: string, view: TableView, from: number, count: number): TableRows | null;
  /** Begins a file; its pieces are asked for one after the other. Null: no such table is kept. */
  beginExport(tableId: string, view: TableView, format: ExportFormat): number | null;
  /** Null: there is no more, or no such export. */
  nextPiece(exportId: number): ExportPiece | null;
  endExport(exportId: number): void;
}

export const createTables = (): Tables => {
  const tables = new Map<string, { readonly display: TableDisplay; readonly kept: KeptTable }>();
  const exports = new Map<number, Generator<ExportPiece>>();
  let nextExport = 1;
  return {
    keep: (tableId, display) => {
      tables.set(tableId, { display, kept: keepTable(display) });
    },
    manifest: (tableId) => {
      const table = tables.get(tableId)?.display;
      return table ? outputManifest({ kind: "table", table }) : null;
    },
    drop: (tableIds) => {
      for (const tableId of tableIds) tables.delete(tableId);
    },
    rows: (tableId, view, from, count) => tables.get(tableId)?.kept.rows(view, from, count) ?? null,
    beginExport: (tableId, view, format) => {
      const table = tables.get(tableId)?.kept;
      if (!table) return null;
      const exportId = nextExport++;
      exports.set(exportId, table.exportRows(view, format));
      if (exports.size > MAX_EXPORTS) exports.delete(exports.keys().next().value!);
      return exportId;
    },
    nextPiece: (exportId) => {
      const next = exports.get(exportId)?.next();
      return next && !next.done ? next.value : null;
    },
    endExport: (exportId) => {
      exports.delete(exportId);
    },
  };
};
