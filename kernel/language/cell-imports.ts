import ts from "typescript";
import { blankOut } from "../notebook/cell-text.ts";
import type { Span } from "./span.ts";

export interface ImportedName extends Span {
  /** As the other notebook defines it, and as this cell calls it. */
  readonly name: string;
  readonly local: string;
  readonly isTypeOnly: boolean;
}

/** One import statement that a cell may have: of a notebook beside it, or of the research API. */
export interface CellImport extends Span {
  /** The file's name, e.g. "factors.nb.ts"; null is the research API. */
  readonly notebook: string | null;
  /** It is of a kind that a cell cannot have; its names stand for nothing. */
  readonly isRefused: boolean;
  readonly names: readonly ImportedName[];
}

export const RESEARCH_API = "asof";

// A plain name in this folder. No separator of any system, and nothing that climbs, is a name.
const siblingPattern = /^\.\/([^/\\:\0]+\.nb\.ts)$/;

const wrongSource =
  'A cell can import a notebook of the same folder, as in import { factor } from "./factors.nb.ts", or the research API, from "asof". Nothing else can be reached.';

type Refuse = (node: ts.Node, message: string) => void;

const namesOf = (clause: ts.ImportClause, file: ts.SourceFile, refuse: Refuse): ImportedName[] => {
  const { name, namedBindings } = clause;
  if (name) refuse(name, "A notebook has no default to import: put the names in braces, as in { factor }.");
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    refuse(namedBindings, "Name what the cell needs: put the names in braces, as in { factor }.");
  }
  const whole = [name, namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined];
  const unnamed = whole.flatMap((at) =>
    at
      ? [{ name: at.text, local: at.text, isTypeOnly: false, start: at.getStart(file), end: at.getEnd() }]
      : [],
  );
  if (!namedBindings || !ts.isNamedImports(namedBindings)) return unnamed;
  const named = namedBindings.elements.map((element) => ({
    name: (element.propertyName ?? element.name).text,
    local: element.name.text,
    isTypeOnly: clause.phaseModifier === ts.SyntaxKind.TypeKeyword || element.isTypeOnly,
    start: element.getStart(file),
    end: element.getEnd(),
  }));
  return [...unnamed, ...named];
};

/** Reads an import statement, and tells `refuse` what of it a cell cannot have. */
export const readImport = (node: ts.ImportDeclaration, file: ts.SourceFile, tell: Refuse): CellImport => {
  const { importClause: clause, moduleSpecifier, attributes } = node;
  const specifier = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
  const notebook = siblingPattern.exec(specifier)?.[1] ?? null;
  let isRefused = false;
  const refuse: Refuse = (at, message) => {
    // One sentence for a statement: what else is wrong shows when that is mended.
    if (!isRefused) tell(at, message);
    isRefused = true;
  };
  if (notebook === null && specifier !== RESEARCH_API) refuse(moduleSpecifier, wrongSource);
  else if (attributes) refuse(attributes, "An import in a cell has no attributes: leave out what follows.");
  else if (!clause) {
    refuse(node, "An import for its effects alone does nothing: name what the cell needs, in braces.");
  } else if (clause.phaseModifier === ts.SyntaxKind.DeferKeyword) {
    refuse(clause, "An import in a cell cannot be deferred: leave out the word.");
  }
  const names = clause ? namesOf(clause, file, refuse) : [];
  for (const { name, local, start } of notebook === null && !isRefused ? names : []) {
    if (name === local) continue;
    const message = `The research API keeps its names: write ${name}, without "as".`;
    refuse(elementAt(clause!, start, file), message);
  }
  return { notebook, isRefused, names, start: node.getStart(file), end: node.getEnd() };
};

const elementAt = (clause: ts.ImportClause, start: number, file: ts.SourceFile): ts.Node => {
  const { namedBindings } = clause;
  const elements = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
  return elements.find((element) => element.getStart(file) === start) ?? clause;
};

/** A cell's text without its imports, which would make a module of it and hide its names. */
export const blankImports = (source: string, imports: readonly Span[]): string =>
  imports.reduce(
    (text, { start, end }) => text.slice(0, start) + blankOut(text.slice(start, end)) + text.slice(end),
    source,
  );
