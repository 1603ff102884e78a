import type { NotebookCell } from "../contract/document.ts";
import type { Analysis, Diagnostic } from "../contract/kernel-contract.ts";
import researchApi from "../research/research-api.d.ts?raw";
import { analyseCells } from "./analyse-cells.ts";
import { createCellChecker } from "./cell-checker.ts";
import { type CellSyntax, readCellSyntax } from "./cell-syntax.ts";
import { type CompiledCell, compileCell } from "./compile-cell.ts";
import { declareStoreNames, type StoreNames } from "./store-names.ts";

export interface DeclarationFile {
  readonly path: string;
  readonly text: string;
}

export interface LanguageUpdate {
  readonly analysis: Omit<Analysis, "version">;
  readonly compiled: readonly (CompiledCell & { readonly cellId: string })[];
}

/** What the trusted language worker does for the host. Pure but for its memory of the last cells. */
export interface Language {
  update(cells: readonly NotebookCell[]): LanguageUpdate;
  /** The type check of the cells of the last update. */
  check(): Diagnostic[];
  declareStore(names: StoreNames): void;
  declarations(): DeclarationFile[];
}

export const createLanguage = (): Language => {
  const checker = createCellChecker();
  const read = new Map<string, { source: string; syntax: CellSyntax }>();
  let files: DeclarationFile[] = [];
  const declareStore = (names: StoreNames) => {
    files = [
      { path: "/research-api.d.ts", text: researchApi },
      { path: "/store-names.d.ts", text: declareStoreNames(names) },
    ];
    checker.setDeclarations(files);
  };
  declareStore(null);

  const readCell = (cellId: string, source: string): CellSyntax => {
    const known = read.get(cellId);
    if (known?.source === source) return known.syntax;
    const syntax = readCellSyntax(source);
    read.set(cellId, { source, syntax });
    return syntax;
  };

  return {
    update: (cells) => {
      const code = cells.filter(({ kind }) => kind === "code");
      const ids = new Set(code.map(({ id }) => id));
      for (const id of read.keys()) if (!ids.has(id)) read.delete(id);
      const units = code.map(({ id, source }) => ({ cellId: id, syntax: readCell(id, source) }));
      checker.setCells(code.map(({ id, source }) => ({ cellId: id, source })));
      const analysis = analyseCells(units);
      const values = new Set(units.flatMap(({ syntax }) => syntax.values));
      const compiled = units.map(({ cellId, syntax }) => {
        const reads = [...new Set(syntax.free.map(({ name }) => name))].filter((name) => values.has(name));
        return { cellId, ...compileCell(cellId, syntax, reads) };
      });
      return { analysis, compiled };
    },
    check: () => checker.check(),
    declareStore,
    declarations: () => files,
  };
};
