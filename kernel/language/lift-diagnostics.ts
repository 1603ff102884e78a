import type { Diagnostic } from "../contract/kernel-contract.ts";
import type { GraphUnit, ReadCell } from "./analyse-cells.ts";
import { keyOf } from "./notebook-modules.ts";
import { positionsOf } from "./span.ts";

/** A cell of the open notebook, the place of its import, and every imported cell that must run for it. */
export interface ImportSite extends Pick<Diagnostic, "cellId" | "line" | "column" | "endLine" | "endColumn"> {
  readonly needs: ReadonlySet<string>;
}

/** Where the open notebook's cells import from others, and what each import needs to have run. */
export const findImportSites = (cells: readonly ReadCell[], units: readonly GraphUnit[]): ImportSite[] => {
  if (!cells.some(({ notebook, imports }) => notebook === "" && imports.reads.length > 0)) return [];
  const imported = units.filter(({ imported }) => imported !== null);
  const byId = new Map(imported.map((unit) => [unit.cellId, unit]));
  const definer = new Map(
    cells.flatMap(({ cellId, notebook, syntax }) =>
      [...syntax.definitions.keys()].map((name) => [keyOf(notebook, name), cellId] as const),
    ),
  );
  const reach = (start: string): ReadonlySet<string> => {
    const reached = new Set<string>();
    const waiting = [start];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (reached.has(id) || !byId.has(id)) continue;
      reached.add(id);
      waiting.push(...byId.get(id)!.needs);
    }
    return reached;
  };
  return cells.flatMap(({ cellId, notebook, syntax, imports }) => {
    if (notebook !== "") return [];
    const names = new Map(syntax.imports.flatMap((each) => each.names.map((name) => [name.local, name])));
    return imports.reads.map(({ key, local }) => ({
      cellId,
      needs: reach(definer.get(key)!),
      ...positionsOf(syntax.file, names.get(local)!),
    }));
  });
};

/**
 * A fault in another notebook stands, for the reader of this one, on each import that needs the faulty cell. Faults of
 * the open notebook's own cells stay where they are.
 */
export const liftDiagnostics = (
  diagnostics: readonly Diagnostic[],
  units: readonly GraphUnit[],
  sites: readonly ImportSite[],
): Diagnostic[] => {
  if (diagnostics.length === 0) return [];
  const imported = new Map(units.flatMap(({ cellId, imported }) => (imported ? [[cellId, imported]] : [])));
  const lifted = new Set<ImportSite>();
  return diagnostics.flatMap((diagnostic): Diagnostic[] => {
    const from = imported.get(diagnostic.cellId);
    if (!from) return [diagnostic];
    if (diagnostic.severity !== "error") return [];
    const fileLine = from.firstLine + diagnostic.line - 1;
    const message = `${from.notebook}, line ${fileLine}: ${diagnostic.message}`;
    return sites.flatMap((site) => {
      // One fault of many says enough: the others stand in that notebook.
      if (!site.needs.has(diagnostic.cellId) || lifted.has(site)) return [];
      lifted.add(site);
      const { cellId, line, column, endLine, endColumn } = site;
      return [{ cellId, line, column, endLine, endColumn, severity: "error", code: "bad-import", message }];
    });
  });
};
