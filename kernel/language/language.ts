import type { SqlColumn } from "../../store/contract/query-contract.ts";
import type { NotebookCell } from "../contract/document.ts";
import { inputValuesOf } from "../contract/input-values.ts";
import type { Analysis, Diagnostic } from "../contract/kernel-contract.ts";
import { offsetAt } from "../notebook/cell-text.ts";
import { type DeclarationFile, researchDeclarations } from "../research/declarations.ts";
import { analyseCells, type CellsAnalysis, type GraphUnit, type ReadCell } from "./analyse-cells.ts";
import { createCellChecker } from "./cell-checker.ts";
import { blankImports } from "./cell-imports.ts";
import { type CellSyntax, readCellSyntax } from "./cell-syntax.ts";
import { type CellNames, type CompiledCell, compileCell } from "./compile-cell.ts";
import { bridgeImports, type ModuleFile, moduleFileOf } from "./import-declarations.ts";
import { findImportSites, type ImportSite, liftDiagnostics } from "./lift-diagnostics.ts";
import {
  type FolderNotebook,
  type LanguageCell,
  type NotebookModule,
  readModules,
} from "./notebook-modules.ts";
import {
  isResultPath,
  type RenamedCell,
  type RenameRefusal,
  renameName,
  resultPathOf,
} from "./rename-name.ts";
import { resolveImports } from "./resolve-imports.ts";
import { positionsOf, type Span } from "./span.ts";
import { compileSqlCell, declareSqlResult, readSqlCell, type SqlCell } from "./sql-cell.ts";
import { declareStoreNames, type StoreNames } from "./store-names.ts";

export interface LanguageUpdate {
  readonly analysis: Omit<Analysis, "version">;
  /** Every cell that may run, in notebook order, those of imported notebooks behind the open one's. */
  readonly units: readonly GraphUnit[];
  readonly importSites: readonly ImportSite[];
  readonly compiled: readonly (CompiledCell & { readonly cellId: string })[];
  /** What `declarations` answers is not what it answered before. */
  readonly areDeclarationsNew: boolean;
}

/** What the trusted language worker does for the host. Pure but for its memory of the last cells. */
export interface Language {
  /** @param folder the notebooks that the cells import, and those that these import, as far as they are known */
  update(cells: readonly NotebookCell[], folder?: readonly FolderNotebook[]): LanguageUpdate;
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

interface KnownCell {
  readonly cell: Pick<NotebookCell, "source" | "kind" | "attributes">;
  readonly syntax: CellSyntax;
  readonly sql: SqlCell | null;
  compiled: { readonly names: CellNames; readonly cell: LanguageUpdate["compiled"][number] } | null;
}

const isSame = (one: KnownCell["cell"], other: KnownCell["cell"]): boolean =>
  one.source === other.source &&
  one.kind === other.kind &&
  String(one.attributes) === String(other.attributes);

const isAt = (fault: Diagnostic, site: ImportSite): boolean =>
  fault.cellId === site.cellId && fault.line === site.line && fault.column === site.column;

/** A parameter that no cell defines would only be missed when the query runs. */
const missingParameters = (cell: LanguageCell, { reads }: CellNames): Diagnostic[] => {
  const defined = new Set(reads.map(({ local }) => local));
  return cell.syntax.free
    .filter(({ name }) => !defined.has(name))
    .map((use) => ({
      cellId: cell.cellId,
      severity: "error",
      code: "unknown-parameter",
      message: `No cell defines ${use.name}: define it, as in const ${use.name} = …;`,
      ...positionsOf(cell.syntax.file, use),
    }));
};

export const createLanguage = (): Language => {
  const checker = createCellChecker();
  /** What is known of each cell by its text alone, so that an edit costs no more than the cell that it is in. */
  const known = new Map<string, KnownCell>();
  let open: readonly LanguageCell[] = [];
  let present: readonly NotebookCell[] = [];
  let units: readonly ReadCell[] = [];
  let modules: ReadonlyMap<string, NotebookModule> = new Map();
  let graph: CellsAnalysis = analyseCells([]);
  let importSites: readonly ImportSite[] = [];
  /** Those without a fault of the graph, which says enough. */
  let soundSites: readonly ImportSite[] = [];
  let moduleFiles: readonly ModuleFile[] = [];
  let storeNames: StoreNames = null;
  let sqlColumns: ReadonlyMap<string, readonly SqlColumn[]> = new Map();
  let files: DeclarationFile[] = [];

  const sqlResultOf = ({ cellId }: LanguageCell): string => {
    const resultName = known.get(cellId)?.sql?.run.resultName ?? null;
    return resultName === null ? "" : declareSqlResult(resultName, sqlColumns.get(cellId) ?? null);
  };
  const refreshDeclarations = (): boolean => {
    const needs = new Map(graph.units.map(({ cellId, needs }) => [cellId, needs]));
    moduleFiles = [...modules.values()]
      .filter(({ fault }) => fault === null)
      .map((module) => moduleFileOf(module, needs, sqlResultOf));
    const next = [
      ...researchDeclarations,
      { path: "/store-names.d.ts", text: declareStoreNames(storeNames) },
      ...open.flatMap((cell) => {
        const text = sqlResultOf(cell);
        return text === "" ? [] : [{ path: resultPathOf(cell.cellId), text }];
      }),
      ...moduleFiles,
      ...bridgeImports(open, modules),
    ];
    const isSameText = ({ path, text }: DeclarationFile, index: number): boolean =>
      files[index]?.path === path && files[index].text === text;
    if (next.length === files.length && next.every(isSameText)) return false;
    files = next.map(({ path, text }) => ({ path, text }));
    checker.setDeclarations(files);
    return true;
  };
  refreshDeclarations();

  const readSyntax = (cellId: string, cell: KnownCell["cell"]): CellSyntax => {
    const before = known.get(cellId);
    if (before && isSame(before.cell, cell)) return before.syntax;
    const sql = cell.kind === "sql" ? readSqlCell(cell) : null;
    const syntax = sql?.syntax ?? readCellSyntax(cell.source);
    known.set(cellId, { cell, syntax, sql, compiled: null });
    return syntax;
  };
  const compile = ({ cellId, syntax }: LanguageCell): LanguageUpdate["compiled"][number] => {
    const entry = known.get(cellId)!;
    const names = graph.names.get(cellId)!;
    if (entry.compiled?.names !== names) {
      const code = entry.sql ? compileSqlCell(entry.sql, names) : compileCell(cellId, syntax, names);
      const inputs = inputValuesOf(entry.cell);
      const chosen = Object.keys(inputs).length > 0 ? { inputs } : {};
      entry.compiled = { names, cell: { cellId, ...code, ...chosen } };
    }
    return entry.compiled.cell;
  };

  return {
    update: (cells, folder = []) => {
      present = cells;
      open = cells
        .filter(({ kind }) => kind !== "markdown")
        .map((cell) => ({
          cell,
          notebook: "",
          cellId: cell.id,
          syntax: readSyntax(cell.id, cell),
          firstLine: 1,
        }));
      const read = readModules(open, folder, readSyntax);
      modules = read.modules;
      const all = [...open, ...[...modules.values()].flatMap((module) => module.cells)];
      const ids = new Set(all.map(({ cellId }) => cellId));
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      const every = all.map((cell): ReadCell => ({ ...cell, imports: resolveImports(cell, modules) }));
      units = every.filter(({ notebook }) => notebook === "");
      graph = analyseCells(every);
      importSites = findImportSites(every, graph.units);
      const code = open.filter(({ cell }) => cell.kind === "code");
      checker.setCells(
        code.map(({ cellId, syntax }) => ({
          cellId,
          source: blankImports(syntax.file.text, syntax.imports),
          syntax,
        })),
      );
      const areDeclarationsNew = refreshDeclarations();
      const missing = all.flatMap((cell) =>
        cell.cell.kind === "sql" ? missingParameters(cell, graph.names.get(cell.cellId)!) : [],
      );
      const diagnostics = liftDiagnostics([...graph.diagnostics, ...missing], graph.units, importSites);
      soundSites = importSites.filter((site) => !diagnostics.some((fault) => isAt(fault, site)));
      const analysis = { cells: [...graph.cells], diagnostics, imports: [...read.wanted] };
      return { analysis, units: graph.units, importSites, compiled: all.map(compile), areDeclarationsNew };
    },
    check: () => {
      const inModules = moduleFiles.flatMap(({ path, pieces }) =>
        checker.checkModule(path).flatMap(({ start, code, message }): Diagnostic[] => {
          const piece = pieces.find((each) => each.start <= start && start <= each.end);
          if (!piece) return [];
          const at = start - piece.start;
          const place = positionsOf(known.get(piece.cellId)!.syntax.file, { start: at, end: at });
          return [{ cellId: piece.cellId, severity: "error", code: `ts${code}`, message, ...place }];
        }),
      );
      return [...checker.check(), ...liftDiagnostics(inModules, graph.units, soundSites)];
    },
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
      const used = cell.kind === "sql" ? known.get(cellId)?.syntax.free.find(isAt)?.name : undefined;
      const definer = units.find(({ syntax }) => used !== undefined && syntax.definitions.has(used));
      const places =
        cell.kind === "code"
          ? checker.findName(cellId, offset)
          : definer && !known.get(definer.cellId)?.sql
            ? checker.findName(definer.cellId, definer.syntax.definitions.get(used!)!.start)
            : definer && [];
      const here = places?.find((place) => place.cellId === cellId && isAt(place));
      const name = used ?? (here && cell.source.slice(here.start, here.end));
      if (!places || name === undefined) return "nothing-here";
      // Another notebook's name is renamed there, and an alias in the import that gives it.
      const isImported = units.some(({ syntax }) =>
        syntax.imports.some(({ names }) => names.some(({ local }) => local === name)),
      );
      if (isImported) return "imported";
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
