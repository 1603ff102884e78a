import ts from "typescript";
import type { Fix } from "../contract/kernel-contract.ts";
import { nearestName } from "./nearest-name.ts";
import { positionsOf } from "./span.ts";

/** The cell a file of the checker stands for; null for declarations. */
export type CellOfPath = (path: string) => string | null;

const UNKNOWN_PROPERTY: ReadonlySet<number> = new Set([2339, 2550, 2551, 2561]);
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552]);

/** The outermost node that begins at a fault and ends with it; the innermost that holds it otherwise. */
const nodeAt = (file: ts.SourceFile, start: number, end: number): ts.Node => {
  let found: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) > start || node.getEnd() < end) return;
    found = node;
    if (node.getStart(file) !== start || node.getEnd() !== end) ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
};

const isPromise = (type: ts.Type): boolean => type.getSymbol()?.name === "Promise";

const canAwait = (node: ts.Node): boolean => {
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const modifiers = ts.canHaveModifiers(at) ? (ts.getModifiers(at) ?? []) : [];
    return modifiers.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  }
  return true;
};

/** Puts an await before an expression; where its member is read, in brackets. */
const awaitBefore = (expression: ts.Expression, cellOf: CellOfPath): Fix | null => {
  const file = expression.getSourceFile();
  const cellId = cellOf(file.fileName);
  if (cellId === null || !canAwait(expression)) return null;
  const { parent } = expression;
  const isOperand =
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent)) &&
    parent.expression === expression;
  const text = expression.getText(file);
  const start = expression.getStart(file);
  return isOperand
    ? {
        kind: "await",
        name: "",
        cellId,
        ...positionsOf(file, { start, end: expression.getEnd() }),
        text: `(await ${text})`,
      }
    : { kind: "await", name: "", cellId, ...positionsOf(file, { start, end: start }), text: "await " };
};

/** A value that was not waited for: where its name was given to it, if it has one, else where it is used. */
const awaitFor = (expression: ts.Expression, checker: ts.TypeChecker, cellOf: CellOfPath): Fix | null => {
  if (!isPromise(checker.getTypeAtLocation(expression))) return null;
  const declaration = ts.isIdentifier(expression)
    ? checker.getSymbolAtLocation(expression)?.valueDeclaration
    : undefined;
  const initializer =
    declaration && ts.isVariableDeclaration(declaration) && !declaration.type
      ? declaration.initializer
      : undefined;
  return (initializer && awaitBefore(initializer, cellOf)) ?? awaitBefore(expression, cellOf);
};

const textsOf = (type: ts.Type | undefined): string[] =>
  type === undefined
    ? []
    : type.isUnion()
      ? type.types.flatMap(textsOf)
      : type.isStringLiteral()
        ? [type.value]
        : [];

/** The text at a fault: itself, or the value of the property that is at fault. */
const literalAt = (node: ts.Node): ts.StringLiteralLike | null => {
  if (ts.isStringLiteralLike(node)) return node;
  const { parent } = node;
  if (!ts.isPropertyAssignment(parent) && !ts.isVariableDeclaration(parent)) return null;
  const { initializer } = parent;
  return parent.name === node && initializer && ts.isStringLiteralLike(initializer) ? initializer : null;
};

const replaceBy = (node: ts.Node, name: string | null, cellOf: CellOfPath, quote = ""): Fix[] => {
  const file = node.getSourceFile();
  const cellId = cellOf(file.fileName);
  if (name === null || cellId === null) return [];
  const place = positionsOf(file, { start: node.getStart(file), end: node.getEnd() });
  return [{ kind: "replace", name, cellId, ...place, text: `${quote}${name}${quote}` }];
};

/** What would mend a fault with one click: a missing await, or the name that was meant. */
export const findFixes = (
  found: ts.Diagnostic,
  checker: ts.TypeChecker,
  cellOf: CellOfPath,
): readonly Fix[] => {
  const { file, start = 0, length = 0, code } = found;
  if (!file) return [];
  const node = nodeAt(file, start, start + length);
  if (UNKNOWN_NAME.has(code) && ts.isIdentifier(node)) {
    const names = checker.getSymbolsInScope(node, ts.SymbolFlags.Value).map(({ name }) => name);
    return replaceBy(node, nearestName(node.text, names), cellOf);
  }
  if (UNKNOWN_PROPERTY.has(code) && ts.isIdentifier(node) && ts.isPropertyAccessExpression(node.parent)) {
    const { expression } = node.parent;
    const fix = awaitFor(expression, checker, cellOf);
    if (fix) return [fix];
    const names = checker.getPropertiesOfType(checker.getTypeAtLocation(expression)).map(({ name }) => name);
    return replaceBy(node, nearestName(node.text, names), cellOf);
  }
  const literal = literalAt(node);
  if (literal) {
    const names = textsOf(checker.getContextualType(literal));
    const quote = literal.getText()[0] ?? '"';
    return replaceBy(literal, nearestName(literal.text, names), cellOf, quote);
  }
  const fix = isExpression(node) ? awaitFor(node, checker, cellOf) : null;
  return fix ? [fix] : [];
};

const isExpression = (node: ts.Node): node is ts.Expression =>
  ts.isIdentifier(node) || ts.isCallExpression(node) || ts.isPropertyAccessExpression(node);
