import type { CellRead } from "./compile-cell.ts";
import { keyOf, type LanguageCell, type NotebookModule } from "./notebook-modules.ts";
import { isResearchName } from "./research-names.ts";
import type { Span } from "./span.ts";

/** What the imports of one cell come to. */
export interface ResolvedImports {
  /** Imported values, each with the key it is known by everywhere. */
  readonly reads: readonly CellRead[];
  readonly faults: readonly (Span & { readonly code: string; readonly message: string })[];
}

const MAX_NAMED = 8;

const definerOf = (module: NotebookModule, name: string): LanguageCell | undefined =>
  module.cells.find(({ syntax }) => syntax.definitions.has(name));

const missingMessage = (module: NotebookModule, name: string): string => {
  const names = [...new Set(module.cells.flatMap(({ syntax }) => [...syntax.definitions.keys()]))].sort();
  const rest = names.length > MAX_NAMED ? ", …" : "";
  const known =
    names.length === 0 ? "It defines nothing." : `It defines ${names.slice(0, MAX_NAMED).join(", ")}${rest}.`;
  return `${module.name} defines no ${name}. ${known}`;
};

/** Whether a name of a notebook exists when it runs, through however many imports it comes. */
const isValue = (
  modules: ReadonlyMap<string, NotebookModule>,
  module: NotebookModule,
  name: string,
): boolean => {
  const cell = definerOf(module, name);
  if (!cell || module.fault !== null) return false;
  if (cell.syntax.values.includes(name)) return true;
  return cell.syntax.imports.some(({ notebook, isRefused, names }) => {
    const found = names.find(({ local, isTypeOnly }) => local === name && !isTypeOnly);
    const next = notebook === null || isRefused ? undefined : modules.get(notebook);
    return found !== undefined && next !== undefined && isValue(modules, next, found.name);
  });
};

/** One for all cells without imports, so that what follows from it is known to be the same. */
const noImports: ResolvedImports = { reads: [], faults: [] };

/** Finds what each import of a cell means, or says on exactly that import why it means nothing. */
export const resolveImports = (
  { syntax }: LanguageCell,
  modules: ReadonlyMap<string, NotebookModule>,
): ResolvedImports => {
  if (syntax.imports.length === 0) return noImports;
  const reads: CellRead[] = [];
  const faults: ResolvedImports["faults"][number][] = [];
  for (const statement of syntax.imports) {
    if (statement.isRefused) continue;
    const module = statement.notebook === null ? null : modules.get(statement.notebook)!;
    if (module?.fault) {
      const { start, end } = statement;
      faults.push({ start, end, code: "bad-import", message: module.fault });
      continue;
    }
    for (const { name, local, isTypeOnly, start, end } of statement.names) {
      if (module === null) {
        if (isResearchName(name)) continue;
        const message = `The research API has no ${name}. Completion shows what it has.`;
        faults.push({ start, end, code: "unknown-import", message });
      } else if (!definerOf(module, name)) {
        faults.push({ start, end, code: "unknown-import", message: missingMessage(module, name) });
      } else if (!isTypeOnly && isValue(modules, module, name)) {
        reads.push({ key: keyOf(module.name, name), local });
      }
    }
  }
  return { reads, faults };
};
