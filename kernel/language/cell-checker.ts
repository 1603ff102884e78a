import ts from "typescript";
import type { Diagnostic } from "../contract/kernel-contract.ts";
import { type CellSyntax, leaveAsScript, parseAsModule } from "./cell-syntax.ts";
import { findFixes } from "./find-fixes.ts";
import { libTexts } from "./lib-texts.ts";

export interface CheckedCell {
  readonly cellId: string;
  readonly source: string;
  readonly syntax: Pick<CellSyntax, "definitions" | "values" | "free">;
}

export interface CellChecker {
  /** Replaces the cells; only what changed is read again. */
  setCells(cells: readonly CheckedCell[]): void;
  setDeclarations(files: readonly { readonly path: string; readonly text: string }[]): void;
  /** Faults of all cells. Only cells that a change can have reached are checked again. */
  check(): Diagnostic[];
  /** Where a name at an offset of a cell is written, in cells and declarations; null when it cannot be renamed. */
  findName(cellId: string, offset: number): readonly NamePlace[] | null;
  /** Faults of one of the declarations, by offset: of an imported notebook, whose code stands in it. */
  checkModule(path: string): { readonly start: number; readonly code: number; readonly message: string }[];
  /** Faults of the declarations themselves, which are ours; none in a good build. */
  checkDeclarations(): string[];
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Legacy,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
};

// Top-level await in a script (a cell is one function body), and "used before its declaration", which between
// cells means nothing because the graph decides what runs first.
const allowedCodes: ReadonlySet<number> = new Set([1375, 1378, 1431, 1432]);
const UNKNOWN_PROPERTY = [2339, 2551];

const CELLS = "/cells/";
const pathOf = (cellId: string) => `${CELLS}${cellId}.ts`;
const cellOf = (path: string) => (path.startsWith(CELLS) ? path.slice(CELLS.length, -".ts".length) : null);

/** A use or declaration of a name. `cellId` is null in a declaration that is no cell's, and then `path` names it. */
export interface NamePlace {
  readonly cellId: string | null;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** What stands before and after the new name, where a shorthand must be written out: `{ a }` → `{ a: b }`. */
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * A registry that reads a cell as a module, in which `await (…)` is no call of a function named await, and leaves it a
 * script, whose names all cells share.
 */
const createRegistry = (): ts.DocumentRegistry => {
  const registry = ts.createDocumentRegistry(true);
  const asCell = (
    path: string,
    read: (options: ts.CreateSourceFileOptions) => ts.SourceFile,
    given: unknown,
  ) => {
    const options = given as ts.CreateSourceFileOptions;
    if (!path.startsWith(CELLS)) return read(options);
    const file = read({ ...options, setExternalModuleIndicator: parseAsModule });
    leaveAsScript(file);
    return file;
  };
  return {
    ...registry,
    acquireDocumentWithKey: (name, path, settings, key, snapshot, version, kind, given) =>
      asCell(
        name,
        (options) =>
          registry.acquireDocumentWithKey(name, path, settings, key, snapshot, version, kind, options),
        given,
      ),
    updateDocumentWithKey: (name, path, settings, key, snapshot, version, kind, given) =>
      asCell(
        name,
        (options) =>
          registry.updateDocumentWithKey(name, path, settings, key, snapshot, version, kind, options),
        given,
      ),
  };
};

interface TextFile {
  readonly text: string;
  readonly version: number;
}

const kindsOfNames: readonly [type: RegExp, kind: string][] = [
  [/\bFieldName\b|"\w+:\w+"/, "field"],
  [/\bUniverseId\b/, "universe"],
  [/\bMarketId\b/, "market"],
];

/** TypeScript's message for a person who knows the market and not the compiler. */
const wordMessage = (diagnostic: ts.Diagnostic, fix: string | undefined): string => {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  const hint = fix ? ` Did you mean "${fix}"?` : "";
  const literal =
    /^(?:Type|Argument of type) '"(.+?)"' is not assignable to (?:type|parameter of type) '(.+)'/.exec(text);
  if (literal) {
    const kind = kindsOfNames.find(([type]) => type.test(literal[2]!))?.[1];
    return kind ? `There is no ${kind} named "${literal[1]}" in the store.${hint}` : text + hint;
  }
  if (!UNKNOWN_PROPERTY.includes(diagnostic.code)) return text;
  const match = /^Property '(.+?)' does not exist on type '(?:Store)?Fields'\./.exec(text);
  return match ? `There is no field named "${match[1]}" in the store.${hint}` : text;
};

/** A real type check of all cells as scripts that share one global scope. */
export const createCellChecker = (): CellChecker => {
  const files = new Map<string, TextFile>();
  let cells = new Map<string, CheckedCell>();
  /** What the last check found, by cell; a cell left out is to be checked. */
  const known = new Map<string, readonly Diagnostic[]>();
  let projectVersion = 0;
  const put = (path: string, text: string) => {
    const old = files.get(path);
    if (old?.text === text) return;
    // Never a number twice, or a cell that was deleted and made again would be taken for the old one.
    files.set(path, { text, version: ++projectVersion });
  };
  for (const [path, text] of libTexts) put(path, text);
  let declarationPaths: readonly string[] = [];

  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...declarationPaths, ...[...cells.keys()].map(pathOf)],
    getScriptVersion: (path) => String(files.get(path)?.version ?? 0),
    getProjectVersion: () => String(projectVersion),
    getScriptSnapshot: (path) => {
      const file = files.get(path);
      return file && ts.ScriptSnapshot.fromString(file.text);
    },
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => "/lib/lib.es2023.d.ts",
    fileExists: (path) => files.has(path),
    readFile: (path) => files.get(path)?.text,
  };
  const service = ts.createLanguageService(host, createRegistry());

  const toDiagnostic = (cellId: string, found: ts.Diagnostic): Diagnostic => {
    const start = found.start ?? 0;
    const first = found.file?.getLineAndCharacterOfPosition(start) ?? { line: 0, character: 0 };
    const last = found.file?.getLineAndCharacterOfPosition(start + (found.length ?? 0)) ?? first;
    const checker = service.getProgram()?.getTypeChecker();
    const fixes = checker ? findFixes(found, checker, cellOf) : [];
    return {
      cellId,
      severity: found.category === ts.DiagnosticCategory.Error ? "error" : "warning",
      code: `ts${found.code}`,
      message: wordMessage(found, fixes.find(({ kind }) => kind === "replace")?.name),
      line: first.line + 1,
      column: first.character + 1,
      endLine: last.line + 1,
      endColumn: last.character + 1,
      ...(fixes.length > 0 ? { fixes } : {}),
    };
  };
  const faultsOf = (path: string): ts.Diagnostic[] => {
    const syntactic = service.getSyntacticDiagnostics(path);
    // Types of a text that does not parse say more about the parser than about the mistake.
    const found = syntactic.length > 0 ? syntactic : service.getSemanticDiagnostics(path);
    return found.filter(({ code }) => !allowedCodes.has(code));
  };
  const checkCell = (cellId: string): readonly Diagnostic[] =>
    faultsOf(pathOf(cellId)).map((each) => toDiagnostic(cellId, each));
  /** Forgets what was found in every cell that a change of these cells can have reached, through whatever names. */
  const forgetReached = (changed: readonly CheckedCell[]): void => {
    // An interface may add to one that every cell uses without naming it.
    if (changed.some(({ syntax }) => syntax.definitions.size > syntax.values.length)) {
      known.clear();
      return;
    }
    const names = new Set(changed.flatMap(({ syntax }) => [...syntax.definitions.keys()]));
    for (const { cellId } of changed) known.delete(cellId);
    for (let hasGrown = true; hasGrown; ) {
      hasGrown = false;
      for (const { cellId, syntax } of cells.values()) {
        if (!known.has(cellId)) continue;
        const own = [...syntax.definitions.keys()];
        if (!own.some((name) => names.has(name)) && !syntax.free.some(({ name }) => names.has(name)))
          continue;
        known.delete(cellId);
        for (const name of own) names.add(name);
        hasGrown = true;
      }
    }
  };

  return {
    setCells: (next) => {
      const before = cells;
      cells = new Map(next.map((cell) => [cell.cellId, cell]));
      const gone = [...before.values()].filter(({ cellId }) => !cells.has(cellId));
      const edited = next.filter(({ cellId, source }) => before.get(cellId)?.source !== source);
      const replaced = edited.flatMap(({ cellId }) => before.get(cellId) ?? []);
      forgetReached([...gone, ...replaced, ...edited]);
      for (const { cellId } of gone) {
        files.delete(pathOf(cellId));
        known.delete(cellId);
      }
      if ([...before.keys()].join() !== [...cells.keys()].join()) projectVersion++;
      for (const { cellId, source } of edited) put(pathOf(cellId), source);
    },
    setDeclarations: (declarations) => {
      const next = declarations.map(({ path }) => path);
      for (const path of declarationPaths) if (!next.includes(path)) files.delete(path);
      declarationPaths = next;
      for (const { path, text } of declarations) put(path, text);
      projectVersion++;
      known.clear();
    },
    checkDeclarations: () =>
      declarationPaths.flatMap((path) =>
        [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].map(
          ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
        ),
      ),
    check: () =>
      [...cells.keys()].flatMap((cellId) => {
        const found = known.get(cellId) ?? checkCell(cellId);
        known.set(cellId, found);
        return found;
      }),
    findName: (cellId, offset) => {
      const path = pathOf(cellId);
      if (!cells.has(cellId) || !service.getRenameInfo(path, offset, {}).canRename) return null;
      const preferences = { providePrefixAndSuffixTextForRename: true };
      const places = service.findRenameLocations(path, offset, false, false, preferences) ?? [];
      return places.map(({ fileName, textSpan, prefixText = "", suffixText = "" }) => ({
        cellId: cellOf(fileName),
        path: fileName,
        start: textSpan.start,
        end: textSpan.start + textSpan.length,
        prefix: prefixText,
        suffix: suffixText,
      }));
    },
    checkModule: (path) =>
      faultsOf(path).map((each) => ({
        start: each.start ?? 0,
        code: each.code,
        message: wordMessage(each, undefined),
      })),
  };
};
