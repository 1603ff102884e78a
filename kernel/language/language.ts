import type { SqlColumn } from "../../store/contract/query-contract.ts";
import type { NotebookCell } from "../contract/document.ts";
import type { Analysis, Diagnostic } from "../contract/kernel-contract.ts";
import { type DeclarationFile, researchDeclarations } from "../research/declarations.ts";
import { analyseCells, positionsOf, type ReadCell } from "./analyse-cells.ts";
import { createCellChecker } from "./cell-checker.ts";
import { type CellSyntax, readCellSyntax, type Span } from "./cell-syntax.ts";
import { type CompiledCell, compileCell } from "./compile-cell.ts";
import {
  isResultPath,
  type RenamedCell,
  type RenameRefusal,
  renameName,
  resultPathOf,
} from "./rename-name.ts";
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
  /** The cells that change when the name at a place gets another, as of the last update. */
  rename(request: RenameRequest): readonly RenamedCell[] | RenameRefusal;
}

/** A place in a cell, 1-based, and what the name there shall be. */
export interface RenameRequest {
  readonly cellId: string;
  readonly line: number;
  readonly column: number;
  readonly newName: string;
}

const offsetAt = (source: string, line: number, column: number): number =>
  source
    .split("\n")
    .slice(0, line - 1)
    .reduce((sum, text) => sum + text.length + 1, 0) +
  column -
  1;

export const createLanguage = (): Language => {
  const checker = createCellChecker();
  const read = new Map<string, { source: string; syntax: CellSyntax }>();
  const sqlCells = new Map<string, { cell: NotebookCell; read: SqlCell }>();
  let storeNames: StoreNames = null;
  let sqlColumns: ReadonlyMap<string, readonly SqlColumn[]> = new Map();
  let files: DeclarationFile[] = [];
  let present: readonly NotebookCell[] = [];
  let units: readonly ReadCell[] = [];
  const refreshDeclarations = () => {
    const results = [...sqlCells].flatMap(([cellId, { read }]) => {
      const { resultName } = read.run;
      if (resultName === null) return [];
      return [
        { path: resultPathOf(cellId), text: declareSqlResult(resultName, sqlColumns.get(cellId) ?? null) },
      ];
    });
    const next = [
      ...researchDeclarations,
      { path: "/store-names.d.ts", text: declareStoreNames(storeNames) },
      ...results,
    ];
    const isSame = next.every(
      ({ path, text }, index) => files[index]?.path === path && files[index].text === text,
    );
    if (isSame && files.length === next.length) return false;
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
      present = cells;
      units = cells.flatMap((cell): ReadCell[] => {
        if (cell.kind === "code") return [{ cellId: cell.id, syntax: readCell(cell.id, cell.source) }];
        return cell.kind === "sql" ? [{ cellId: cell.id, syntax: readSql(cell).syntax }] : [];
      });
      checker.setCells(code.map(({ id, source }) => ({ cellId: id, source, syntax: readCell(id, source) })));
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
    rename: ({ cellId, line, column, newName }) => {
      const cell = present.find(({ id }) => id === cellId);
      if (!cell) return "nothing-here";
      const offset = offsetAt(cell.source, line, column);
      const isAt = ({ start, end }: Span) => start <= offset && offset <= end;
      const used = cell.kind === "sql" ? readSql(cell).syntax.free.find(isAt)?.name : undefined;
      const definer = units.find(({ syntax }) => used !== undefined && syntax.definitions.has(used));
      const places =
        cell.kind === "code"
          ? checker.findName(cellId, offset)
          : definer && !sqlCells.has(definer.cellId)
            ? checker.findName(definer.cellId, definer.syntax.definitions.get(used!)!.start)
            : definer && [];
      const here = places?.find((place) => place.cellId === cellId && isAt(place));
      const name = used ?? (here && cell.source.slice(here.start, here.end));
      if (!places || name === undefined) return "nothing-here";
      const isShared =
        used !== undefined ||
        places.some(({ cellId: id, path, start }) =>
          id === null
            ? isResultPath(path)
            : units.some((unit) => unit.cellId === id && unit.syntax.definitions.get(name)?.start === start),
        );
      const isTaken = units.some(
        ({ syntax }) => syntax.definitions.has(newName) || syntax.free.some((use) => use.name === newName),
      );
      return renameName(present, places, { name, newName }, { isShared, isTaken });
    },
  };
};
