import ts from "typescript";

/** A stretch of a cell's source: offsets, and what the analysis wants to say about it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface FreeName extends Span {
  readonly name: string;
  readonly isWritten: boolean;
}

/** What the syntax tree of one cell says by itself. */
export interface CellSyntax {
  readonly file: ts.SourceFile;
  /** Top-level names and where each is first declared. */
  readonly definitions: ReadonlyMap<string, Span>;
  /** Those of the definitions that exist when the cell runs, so not interfaces and types. */
  readonly values: readonly string[];
  /** Uses of names that the cell does not declare, in source order. */
  readonly free: readonly FreeName[];
  /** Imports, exports, import() and what can be read in two ways: what a cell may not say. */
  readonly refused: readonly (Span & { readonly message: string })[];
}

interface Scoped {
  readonly locals?: ReadonlyMap<string, ts.Symbol>;
  readonly symbol?: ts.Symbol;
}

// The binder knows every form of declaration, hoisting and scope of the language. It is not in the public
// declarations of TypeScript, whose version is pinned; the table of cases in the tests watches it.
const bind = (ts as unknown as { bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void })
  .bindSourceFile;

const isNameOnly = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node || parent.name === node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name !== node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return true;
  if (ts.isMetaProperty(parent) || ts.isNamedTupleMember(parent)) return true;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true;
  if (ts.isTypePredicateNode(parent) || ts.isJSDoc(parent)) return true;
  return "name" in parent && parent.name === node;
};

/** Nodes that declare names without a table of locals of their own. */
const opensNames: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.Constructor,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
]);

const isBoundBy = (container: ts.Node, name: string, use: ts.Identifier): boolean => {
  const { locals, symbol } = container as Scoped;
  if (!locals && !opensNames.has(container.kind)) return false;
  const local = locals?.get(name);
  if (local) {
    // A default value of a parameter does not see the variables of the function's body.
    const isInBody = (node: ts.Node | undefined) =>
      ts.isFunctionLike(container) &&
      "body" in container &&
      isInside(node, container.body as ts.Node | undefined);
    if (isInBody(use) || !local.declarations?.every(isInBody)) return true;
  }
  if (
    (ts.isFunctionExpression(container) || ts.isClassExpression(container)) &&
    container.name?.text === name
  )
    return true;
  if (ts.isClassLike(container) || ts.isInterfaceDeclaration(container)) {
    const member = symbol?.members?.get(name as ts.__String);
    return member !== undefined && (member.flags & ts.SymbolFlags.TypeParameter) !== 0;
  }
  if (ts.isEnumDeclaration(container) || ts.isModuleDeclaration(container)) {
    return symbol?.exports?.has(name as ts.__String) ?? false;
  }
  return name === "arguments" && ts.isFunctionLike(container) && !ts.isArrowFunction(container);
};

const isInside = (node: ts.Node | undefined, ancestor: ts.Node | undefined): boolean => {
  for (let at = node; at && ancestor; at = at.parent) if (at === ancestor) return true;
  return false;
};

const isFree = (use: ts.Identifier): boolean => {
  for (let at: ts.Node = use.parent; at; at = at.parent) if (isBoundBy(at, use.text, use)) return false;
  return true;
};

const isWritten = (use: ts.Node): boolean => {
  const { parent } = use;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    if (!isAssignment || parent.left !== use) return false;
    return true;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === use;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === use && isWritten(parent.parent);
  if (ts.isShorthandPropertyAssignment(parent)) return isWritten(parent.parent);
  const isPattern =
    ts.isParenthesizedExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isNonNullExpression(parent);
  if (isPattern) return isWritten(parent);
  return false;
};

/** How the kernel hands a cell its inputs and takes its definitions; in a cell's hands they would reach other cells. */
const kernelNames: ReadonlySet<string> = new Set(["__inputs", "__define"]);

const refusalOf = (node: ts.Node): string | null => {
  if (ts.isIdentifier(node) && kernelNames.has(node.text)) {
    const isProperty = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (!isProperty) return `${node.text} is a name of the kernel's own. Choose another.`;
  }
  if (ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)) {
    return "A cell cannot import yet: the research API and the other cells' names are here already.";
  }
  if (
    ts.isExportDeclaration(node) ||
    ts.isExportAssignment(node) ||
    node.kind === ts.SyntaxKind.ExportKeyword
  ) {
    return "A cell needs no export: every top-level name is visible to the other cells.";
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return "import() is not available in a cell.";
  }
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
    return "import.meta is not available in a cell.";
  }
  return null;
};

const textKinds: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.RegularExpressionLiteral,
]);

/** Whether an offset lies in code, by TypeScript's reading: not in a comment, a string, a template or a pattern. */
const isInCode = (file: ts.SourceFile, offset: number): boolean => {
  let at: ts.Node = file;
  for (;;) {
    const child = at.getChildren(file).find(({ pos, end }) => pos <= offset && offset < end);
    if (!child) return offset >= at.getStart(file) && !textKinds.has(at.kind);
    if (ts.isJSDoc(child)) return false;
    at = child;
  }
};

/**
 * Where the engine that runs a cell reads a text otherwise than TypeScript does. It takes `<!--`, and `-->` at the
 * start of a line, for the start of a comment, so that what follows would run, or not, unseen by every check.
 */
const misreadings = (file: ts.SourceFile): (Span & { message: string })[] => {
  const found = [...file.text.matchAll(/<!--|-->/g)].flatMap(({ 0: sign, index }) => {
    const instead = sign === "-->" ? "-- >" : "< !--";
    const message = `"${sign}" can be read as a comment: write "${instead}", with a space.`;
    return isInCode(file, index) ? [{ start: index, end: index + sign.length, message }] : [];
  });
  if (!file.text.startsWith("#!")) return found;
  return [{ start: 0, end: 2, message: 'A cell cannot begin with "#!".' }, ...found];
};

const valueFlags = ts.SymbolFlags.Value;

/** Reads the syntax of one cell's source. Never fails: what does not parse is reported by the type check. */
export const readCellSyntax = (source: string): CellSyntax => {
  const file = ts.createSourceFile(
    "cell.ts",
    source,
    { languageVersion: ts.ScriptTarget.ES2023 },
    true,
    ts.ScriptKind.TS,
  );
  bind(file, { target: ts.ScriptTarget.ES2023 });
  const definitions = new Map<string, Span>();
  const values: string[] = [];
  for (const [name, symbol] of (file as unknown as Scoped).locals ?? []) {
    const declaration = symbol.declarations?.[0];
    if (!declaration || ts.isImportClause(declaration) || ts.isImportSpecifier(declaration)) continue;
    const at = ts.getNameOfDeclaration(declaration) ?? declaration;
    definitions.set(name, { start: at.getStart(file), end: at.getEnd() });
    const isAmbient = symbol.declarations!.every((each) => {
      for (let node: ts.Node = each; node && !ts.isSourceFile(node); node = node.parent) {
        if (
          ts.canHaveModifiers(node) &&
          ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword)
        ) {
          return true;
        }
      }
      return false;
    });
    if (symbol.flags & valueFlags && !isAmbient) values.push(name);
  }
  const free: FreeName[] = [];
  const refused: (Span & { message: string })[] = misreadings(file);
  const visit = (node: ts.Node): void => {
    const message = refusalOf(node);
    if (message) refused.push({ start: node.getStart(file), end: node.getEnd(), message });
    if (ts.isIdentifier(node) && node.text !== "" && !isNameOnly(node) && isFree(node)) {
      free.push({
        name: node.text,
        isWritten: isWritten(node),
        start: node.getStart(file),
        end: node.getEnd(),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { file, definitions, values, free, refused };
};
