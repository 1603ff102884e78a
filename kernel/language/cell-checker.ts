import ts from "typescript";
import type { Diagnostic } from "../contract/kernel-contract.ts";
import { libTexts } from "./lib-texts.ts";

export interface CellChecker {
  /** Replaces the cells; only what changed is read again. */
  setCells(cells: readonly { readonly cellId: string; readonly source: string }[]): void;
  setDeclarations(files: readonly { readonly path: string; readonly text: string }[]): void;
  check(): Diagnostic[];
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
const UNKNOWN_NAME = 2820;

const pathOf = (cellId: string) => `/cells/${cellId}.ts`;

interface TextFile {
  readonly text: string;
  readonly version: number;
}

/** TypeScript's message for a person who knows the market and not the compiler. */
const wordMessage = (diagnostic: ts.Diagnostic): string => {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  const literal =
    /^Type '"(.+?)"' is not assignable to type '.*FieldName[^']*'\. Did you mean '"(.+?)"'\?/.exec(text);
  if (diagnostic.code === UNKNOWN_NAME && literal) {
    return `There is no field named "${literal[1]}" in the store. Did you mean "${literal[2]}"?`;
  }
  if (!UNKNOWN_PROPERTY.includes(diagnostic.code)) return text;
  const match =
    /^Property '(.+?)' does not exist on type '(?:Store)?Fields'\.(?: Did you mean '(.+?)'\?)?/.exec(text);
  if (!match) return text;
  return `There is no field named "${match[1]}" in the store.${match[2] ? ` Did you mean "${match[2]}"?` : ""}`;
};

/** A real type check of all cells as scripts that share one global scope. */
export const createCellChecker = (): CellChecker => {
  const files = new Map<string, TextFile>();
  let cellIds: readonly string[] = [];
  let projectVersion = 0;
  const put = (path: string, text: string) => {
    const old = files.get(path);
    if (old?.text === text) return;
    files.set(path, { text, version: (old?.version ?? 0) + 1 });
    projectVersion++;
  };
  for (const [path, text] of libTexts) put(path, text);
  let declarationPaths: readonly string[] = [];

  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...declarationPaths, ...cellIds.map(pathOf)],
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
  const service = ts.createLanguageService(host, ts.createDocumentRegistry(true));

  const toDiagnostic = (cellId: string, found: ts.Diagnostic): Diagnostic => {
    const start = found.start ?? 0;
    const first = found.file?.getLineAndCharacterOfPosition(start) ?? { line: 0, character: 0 };
    const last = found.file?.getLineAndCharacterOfPosition(start + (found.length ?? 0)) ?? first;
    return {
      cellId,
      severity: found.category === ts.DiagnosticCategory.Error ? "error" : "warning",
      code: `ts${found.code}`,
      message: wordMessage(found),
      line: first.line + 1,
      column: first.character + 1,
      endLine: last.line + 1,
      endColumn: last.character + 1,
    };
  };

  return {
    setCells: (cells) => {
      const next = cells.map(({ cellId }) => cellId);
      for (const gone of cellIds.filter((id) => !next.includes(id))) files.delete(pathOf(gone));
      if (next.join() !== cellIds.join()) projectVersion++;
      cellIds = next;
      for (const { cellId, source } of cells) put(pathOf(cellId), source);
    },
    setDeclarations: (declarations) => {
      declarationPaths = declarations.map(({ path }) => path);
      for (const { path, text } of declarations) put(path, text);
      projectVersion++;
    },
    checkDeclarations: () =>
      declarationPaths.flatMap((path) =>
        [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].map(
          ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
        ),
      ),
    check: () =>
      cellIds.flatMap((cellId) => {
        const path = pathOf(cellId);
        const syntactic = service.getSyntacticDiagnostics(path);
        // Types of a text that does not parse say more about the parser than about the mistake.
        const found = syntactic.length > 0 ? syntactic : service.getSemanticDiagnostics(path);
        return found.filter(({ code }) => !allowedCodes.has(code)).map((each) => toDiagnostic(cellId, each));
      }),
  };
};
