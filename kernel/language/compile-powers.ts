import ts from "typescript";

/** A change of a text: what stands from `start` to `end` gives way to `text`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Stands before the code of a cell that has powers. The engines' own `**` is exact to the last bit in none of them, and
 * so not the same in all; Math.pow is the kernel's. Operands become numbers in their order; big integers stay.
 */
export const powerPrelude =
  "const __pow=globalThis.Math.pow,__power=(a,b)=>" +
  'typeof a==="number"&&typeof b==="number"?__pow(a,b):' +
  '(typeof(a=-(-a))==="bigint")|(typeof(b=-(-b))==="bigint")?a**b:__pow(a,b);';

const isPower = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  (node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken ||
    node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken);

const isPlainName = (node: ts.Node): boolean =>
  ts.isIdentifier(node) ||
  node.kind === ts.SyntaxKind.ThisKeyword ||
  node.kind === ts.SyntaxKind.SuperKeyword ||
  ts.isNumericLiteral(node) ||
  ts.isStringLiteral(node);

/** Whether a target of `**=` may be written twice: reading it again runs nothing that was not run before. */
const isPlainTarget = (node: ts.Node): boolean => {
  let target = node;
  while (
    ts.isParenthesizedExpression(target) ||
    ts.isNonNullExpression(target) ||
    ts.isAssertionExpression(target)
  )
    target = target.expression;
  if (ts.isPropertyAccessExpression(target)) return isPlainTarget(target.expression);
  if (ts.isElementAccessExpression(target))
    return isPlainTarget(target.expression) && isPlainName(target.argumentExpression);
  return isPlainName(target);
};

/** Why a power cannot be compiled; null when it can. */
export const powerRefusal = (node: ts.Node): string | null =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken &&
  !isPlainTarget(node.left)
    ? "Take the place into a name of its own first, then raise it: const at = …; values[at] **= 2."
    : null;

/**
 * The changes that have a text's powers computed by the kernel: `a ** b` becomes a call, `a **= b` an assignment of one.
 *
 * @param text what the code is made of, with positions as in the file; types are blank in it
 */
export const powerEdits = (file: ts.SourceFile, text: string): Replacement[] => {
  const edits: Replacement[] = [];
  const visit = (node: ts.Node): void => {
    if (isPower(node)) {
      const { left, right, operatorToken } = node;
      const start = left.getStart(file);
      const token = { start: operatorToken.getStart(file), end: operatorToken.end };
      if (operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken) {
        edits.push({ start, end: start, text: "__power(" }, { ...token, text: ", " });
      } else {
        edits.push({ ...token, text: `=__power(${text.slice(start, left.end).replaceAll("\n", " ")},` });
      }
      edits.push({ start: right.end, end: right.end, text: ")" });
    }
    ts.forEachChild(node, visit);
  };
  // Most cells have none, and need no walk.
  if (text.includes("**")) visit(file);
  return edits;
};

/** A text with its edits, of which none overlap; of two at one place the later in the list stands first. */
export const applyEdits = (text: string, edits: readonly Replacement[]): string => {
  let edited = text;
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => b.start - a.start))
    edited = edited.slice(0, start) + replacement + edited.slice(end);
  return edited;
};
