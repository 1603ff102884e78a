import ts from "typescript";
import { kindTable } from "./kind-table.ts";
import type { Span } from "./span.ts";

/** A use of a top-level name, of this cell or of another. */
export interface NameUse extends Span {
  readonly name: string;
  readonly isOwn: boolean;
  readonly isWritten: boolean;
  /** The use stands in a function, so that a write may come after the cell's end. */
  readonly isDeferred: boolean;
}

/** What the binder of TypeScript leaves on a node. */
export interface Scoped {
  readonly locals?: ReadonlyMap<ts.__String, ts.Symbol>;
  readonly symbol?: ts.Symbol;
}

const ALIAS = ts.SymbolFlags.Alias;
const ANY_MEANING = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;

/** Parents all of whose identifiers are names. */
const holdsNamesOnly = kindTable([
  ts.SyntaxKind.LabeledStatement,
  ts.SyntaxKind.BreakStatement,
  ts.SyntaxKind.ContinueStatement,
  ts.SyntaxKind.MetaProperty,
  ts.SyntaxKind.NamedTupleMember,
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.ImportClause,
  ts.SyntaxKind.NamespaceImport,
  ts.SyntaxKind.ImportType,
  ts.SyntaxKind.ImportAttribute,
]);

/** Identifiers that name a property, a label or a thing being declared, and so use no variable. */
const isNameOnly = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (holdsNamesOnly[parent.kind]) return true;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node || parent.name === node;
  // Its name is the use of a variable, and what stands behind "=" in a pattern is an expression.
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isConstTypeReference(parent)) return true;
  if (ts.isTypePredicateNode(parent)) return parent.parameterName === node;
  return "name" in parent && parent.name === node;
};

/** In which of TypeScript's worlds of names a use looks: values, types, namespaces. */
const meaningOf = (use: ts.Identifier): ts.SymbolFlags => {
  let top: ts.Node = use;
  while (ts.isQualifiedName(top.parent) && top.parent.left === top) top = top.parent;
  const isQualifier = top !== use;
  const { parent } = top;
  if (ts.isTypeQueryNode(parent)) return ts.SymbolFlags.Value | ts.SymbolFlags.Namespace;
  if (ts.isImportEqualsDeclaration(parent)) return isQualifier ? ts.SymbolFlags.Namespace : ANY_MEANING;
  if (isQualifier) return ts.SymbolFlags.Namespace;
  if (!ts.isPartOfTypeNode(use)) return ts.SymbolFlags.Value;
  return ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
};

const isInside = (node: ts.Node | undefined, ancestor: ts.Node | undefined): boolean => {
  for (let at = node; at && ancestor; at = at.parent) if (at === ancestor) return true;
  return false;
};

/** Nodes that declare names without a table of locals of their own. */
const opensNames = kindTable([
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

const isLocal = (container: ts.Node, local: ts.Symbol, use: ts.Identifier): boolean => {
  // An inferred type is there in the true branch of its condition alone.
  if (ts.isConditionalTypeNode(container)) return isInside(use, container.trueType);
  // A default value of a parameter does not see the variables of the function's body.
  if (!ts.isFunctionLike(container) || !("body" in container)) return true;
  const body = container.body as ts.Node | undefined;
  return isInside(use, body) || !local.declarations?.every((declaration) => isInside(declaration, body));
};

const isBoundBy = (container: ts.Node, use: ts.Identifier): boolean => {
  const { locals, symbol } = container as Scoped;
  if (!locals && !opensNames[container.kind]) return false;
  const name = use.text;
  const key = use.escapedText;
  const local = locals?.get(key);
  // A name of the cell's own is the cell's in every meaning: no other cell may define it.
  if (local && ts.isSourceFile(container)) return true;
  if (local && local.flags & (meaningOf(use) | ALIAS) && isLocal(container, local, use)) return true;
  if (ts.isFunctionExpression(container) || ts.isClassExpression(container)) {
    if (container.name?.text === name) return true;
  }
  if (ts.isClassLike(container) || ts.isInterfaceDeclaration(container)) {
    const member = symbol?.members?.get(key);
    return member !== undefined && (member.flags & ts.SymbolFlags.TypeParameter & meaningOf(use)) !== 0;
  }
  if (ts.isEnumDeclaration(container) || ts.isModuleDeclaration(container)) {
    const member = symbol?.exports?.get(key);
    return member !== undefined && (member.flags & (meaningOf(use) | ALIAS)) !== 0;
  }
  return name === "arguments" && ts.isFunctionLike(container) && !ts.isArrowFunction(container);
};

/** Whose name a use is: another cell's (or the language's), this cell's, or that of something inside it. */
const ownerOf = (use: ts.Identifier): "elsewhere" | "cell" | "inner" => {
  for (let at: ts.Node = use.parent; at; at = at.parent) {
    if (isBoundBy(at, use)) return ts.isSourceFile(at) ? "cell" : "inner";
  }
  return "elsewhere";
};

/** Whether a use is the target of an assignment, however it is wrapped or destructured. */
const isWritten = (use: ts.Node): boolean => {
  const { parent } = use;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment && parent.left === use;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === use;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === use && isWritten(parent.parent);
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === use && isWritten(parent.parent);
  const isWrapper =
    ts.isParenthesizedExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent);
  return isWrapper && isWritten(parent);
};

const isDeferred = (use: ts.Node): boolean => {
  for (let at = use.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return true;
  return false;
};

/** A use of a name that is not declared inside the cell's own functions and blocks; null for everything else. */
export const readUse = (node: ts.Identifier, file: ts.SourceFile): NameUse | null => {
  if (node.escapedText === "" || isNameOnly(node)) return null;
  const owner = ownerOf(node);
  if (owner === "inner") return null;
  return {
    name: node.text,
    isOwn: owner === "cell",
    isWritten: isWritten(node),
    isDeferred: isDeferred(node),
    start: node.getStart(file),
    end: node.getEnd(),
  };
};
