import ts from "typescript";
import { type CellImport, readImport } from "./cell-imports.ts";
import { type NameUse, readUse, type Scoped } from "./free-names.ts";
import { misreadings, type Refusal, refusalOf } from "./refused-syntax.ts";
import type { Span } from "./span.ts";

export interface FreeName extends Span {
  readonly name: string;
  readonly isWritten: boolean;
}

/** What the syntax tree of one cell says by itself. */
export interface CellSyntax {
  readonly file: ts.SourceFile;
  /** Top-level names and where each is first declared; imported names too. */
  readonly definitions: ReadonlyMap<string, Span>;
  /** Those of the definitions that the cell itself makes when it runs, so not interfaces, types and imports. */
  readonly values: readonly string[];
  /** Uses of names that the cell does not declare, in source order. */
  readonly free: readonly FreeName[];
  /** Assignments to the cell's own names inside functions, which may come after its end. */
  readonly lateWrites: readonly FreeName[];
  readonly imports: readonly CellImport[];
  /** Exports, import() and what can be read in two ways: what a cell may not say. */
  readonly refused: readonly Refusal[];
}

// The binder knows every form of declaration, hoisting and scope of the language. It is not in the public
// declarations of TypeScript, whose version is pinned; the table of cases in the tests watches it.
const bind = (ts as unknown as { bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void })
  .bindSourceFile;

/** What makes TypeScript read a file as a module. Not in its public declarations either. */
type MaybeModule = ts.SourceFile & { externalModuleIndicator?: unknown };

/** Read as a module, `await` is the keyword whatever follows it; left as a script, a cell shares its names. */
export const parseAsModule = (file: ts.SourceFile): void => {
  (file as MaybeModule).externalModuleIndicator = true;
};
export const leaveAsScript = (file: ts.SourceFile): void => {
  (file as MaybeModule).externalModuleIndicator = undefined;
};

const parse = (source: string): ts.SourceFile => {
  const options = {
    languageVersion: ts.ScriptTarget.ES2023,
    setExternalModuleIndicator: parseAsModule,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  // Parents are set by the binder, which visits every node anyway.
  const file = ts.createSourceFile("cell.ts", source, options, false, ts.ScriptKind.TS);
  leaveAsScript(file);
  bind(file, { target: ts.ScriptTarget.ES2023, alwaysStrict: true });
  return file;
};

const isAmbient = (declaration: ts.Node): boolean => {
  for (let node = declaration; node && !ts.isSourceFile(node); node = node.parent) {
    if (!ts.canHaveModifiers(node)) continue;
    if (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return true;
  }
  return false;
};

const isImported = (declaration: ts.Node): boolean =>
  ts.isImportClause(declaration) || ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration);

const isResearchName = (declaration: ts.Node, imports: readonly CellImport[]): boolean => {
  if (!isImported(declaration)) return false;
  const from = imports.find(({ start, end }) => start <= declaration.pos && declaration.end <= end);
  return from?.notebook === null && !from.isRefused;
};

/** Reads the syntax of one cell's source. Never fails: what does not parse is reported by the type check. */
export const readCellSyntax = (source: string): CellSyntax => {
  const file = parse(source);
  const uses: NameUse[] = [];
  const imports: CellImport[] = [];
  const refused: Refusal[] = misreadings(file);
  const refuse = (node: ts.Node, message: string) =>
    void refused.push({ start: node.getStart(file), end: node.getEnd(), message });
  const visit = (node: ts.Node): void => {
    const message = refusalOf(node);
    if (message) refuse(node, message);
    if (ts.isIdentifier(node)) {
      const use = readUse(node, file);
      if (use) uses.push(use);
      return;
    }
    if (ts.isImportDeclaration(node)) imports.push(readImport(node, file, refuse));
    ts.forEachChild(node, visit);
  };
  visit(file);
  const definitions = new Map<string, Span>();
  const values: string[] = [];
  for (const [key, symbol] of (file as unknown as Scoped).locals ?? []) {
    const name = ts.unescapeLeadingUnderscores(key);
    const declaration = symbol.declarations?.[0];
    // The research API's names are everybody's; of a module or declare global nothing is left but the refusal.
    if (!declaration || isResearchName(declaration, imports)) continue;
    if (ts.isModuleDeclaration(declaration) && !ts.isIdentifier(declaration.name)) continue;
    if (name === "__global") continue;
    const at = ts.getNameOfDeclaration(declaration) ?? declaration;
    definitions.set(name, { start: at.getStart(file), end: at.getEnd() });
    const isValue = (symbol.flags & ts.SymbolFlags.Value) !== 0;
    if (isValue && !symbol.declarations!.every((each) => isAmbient(each) || isImported(each)))
      values.push(name);
  }
  const asFree = ({ name, isWritten, start, end }: NameUse): FreeName => ({ name, isWritten, start, end });
  const ofResearch = imports
    .filter(({ notebook, isRefused }) => notebook === null && !isRefused)
    .flatMap(({ names }) => names.map(({ name, start, end }) => ({ name, isWritten: false, start, end })));
  return {
    file,
    definitions,
    values,
    free: [...ofResearch, ...uses.filter(({ isOwn }) => !isOwn).map(asFree)],
    lateWrites: uses.filter((use) => use.isOwn && use.isWritten && use.isDeferred).map(asFree),
    imports,
    refused,
  };
};
