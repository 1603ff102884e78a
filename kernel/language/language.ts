import type { SqlColumn } from "../../store/contract/query-contract.ts";
import type { NotebookCell } from "../contract/document.ts";
import type { Analysis, Diagnostic } from "../contract/kernel-contract.ts";
import { type DeclarationFile, researchDeclarations } from "../research/declarations.ts";
import { analyseCells, positionsOf, type ReadCell } from "./analyse-cells.ts";
import { createCellChecker } from "./cell-checker.ts";
import { type CellSyntax, readCellSyntax } from "./cell-syntax.ts";
import { type CompiledCell, compileCell } from "./compile-cell.ts";
import { compileSqlCell, declareSqlResult, readSqlCell, type SqlCell } from "./sql-cell.ts";
import { declareStoreNames, type StoreNames } from "./store-names.ts";

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
  /** The columns of SQL cells' results, by cell; a cell left out may have any. Tells whether that changes a type. */
  declareSql(columns: ReadonlyMap<string, readonly SqlColumn[]>): boolean;
  declarations(): DeclarationFile[];
}

export const createLanguage = (): Language => {
  const checker = createCellChecker();
  const read = new Map<string, { source: string; syntax: CellSyntax }>();
  const sqlCells = new Map<string, { cell: NotebookCell; read: SqlCell }>();
  let storeNames: StoreNames = null;
  let sqlColumns: ReadonlyMap<string, readonly SqlColumn[]> = new Map();
  let files: DeclarationFile[] = [];
  const refreshDeclarations = () => {
    const results = [...sqlCells].flatMap(([cellId, { read }]) => {
      const { resultName } = read.run;
      return resultName === null ? [] : [declareSqlResult(resultName, sqlColumns.get(cellId) ?? null)];
    });
    const next = [
      ...researchDeclarations,
      { path: "/store-names.d.ts", text: declareStoreNames(storeNames) },
      { path: "/sql-results.d.ts", text: results.join("\n") },
    ];
    if (next.every(({ text }, index) => files[index]?.text === text)) return false;
    files = next;
    checker.setDeclarations(files);
    return true;
  };
  refreshDeclarations();

  const readCell = (cellId: string, source: string): CellSyntax => {
    const known = read.get(cellId);
    if (known?.source === source) return known.syntax;
    const syntax = readCellSyntax(source);
    read.set(cellId, { source, syntax });
    return syntax;
  };

  const readSql = (cell: NotebookCell): SqlCell => {
    const known = sqlCells.get(cell.id);
    if (known?.cell.source === cell.source && String(known.cell.attributes) === String(cell.attributes))
      return known.read;
    const read = readSqlCell(cell);
    sqlCells.set(cell.id, { cell, read });
    return read;
  };
  /** A parameter that no cell defines would only be missed when the query runs. */
  const missingParameters = (unit: ReadCell, values: ReadonlySet<string>): Diagnostic[] =>
    unit.syntax.free
      .filter(({ name }) => !values.has(name))
      .map((use) => ({
        cellId: unit.cellId,
        severity: "error",
        code: "unknown-parameter",
        message: `No cell defines ${use.name}: define it, as in const ${use.name} = …;`,
        ...positionsOf(unit.syntax.file, use),
      }));

  return {
    update: (cells) => {
      const code = cells.filter(({ kind }) => kind === "code");
      const sqlIds = new Set(cells.filter(({ kind }) => kind === "sql").map(({ id }) => id));
      for (const id of sqlCells.keys()) if (!sqlIds.has(id)) sqlCells.delete(id);
      const ids = new Set(code.map(({ id }) => id));
      for (const id of read.keys()) if (!ids.has(id)) read.delete(id);
      const units = cells.flatMap((cell): ReadCell[] => {
        if (cell.kind === "code") return [{ cellId: cell.id, syntax: readCell(cell.id, cell.source) }];
        return cell.kind === "sql" ? [{ cellId: cell.id, syntax: readSql(cell).syntax }] : [];
      });
      checker.setCells(code.map(({ id, source }) => ({ cellId: id, source })));
      refreshDeclarations();
      const values = new Set(units.flatMap(({ syntax }) => syntax.values));
      const graph = analyseCells(units);
      const missing = units.flatMap((unit) =>
        sqlIds.has(unit.cellId) ? missingParameters(unit, values) : [],
      );
      const analysis = { ...graph, diagnostics: [...graph.diagnostics, ...missing] };
      const compiled = units.map(({ cellId, syntax }) => {
        const reads = [...new Set(syntax.free.map(({ name }) => name))].filter((name) => values.has(name));
        const sql = sqlCells.get(cellId);
        return { cellId, ...(sql ? compileSqlCell(sql.read, reads) : compileCell(cellId, syntax, reads)) };
      });
      return { analysis, compiled };
    },
    check: () => checker.check(),
    declareStore: (names) => {
      storeNames = names;
      refreshDeclarations();
    },
    declareSql: (columns) => {
      sqlColumns = columns;
      return refreshDeclarations();
    },
    declarations: () => files,
  };
};
