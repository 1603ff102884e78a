import ts from "typescript";
import { powerRefusal } from "./compile-powers.ts";
import { kindTable } from "./kind-table.ts";
import { powerNames } from "./power-names.ts";
import type { Span } from "./span.ts";

export interface Refusal extends Span {
  readonly message: string;
}

/** How the kernel hands a cell its inputs and takes its definitions; in a cell's hands they would reach other cells. */
const kernelNames: ReadonlySet<string> = new Set(["__inputs", "__define", ...powerNames]);

const isUsing = (node: ts.Node): boolean =>
  ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) >= ts.NodeFlags.Using;

const refusable = kindTable([
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.ExportAssignment,
  ts.SyntaxKind.NamespaceExportDeclaration,
  ts.SyntaxKind.ExportKeyword,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.ImportType,
  ts.SyntaxKind.MetaProperty,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.VariableDeclarationList,
  ts.SyntaxKind.Decorator,
  ts.SyntaxKind.AccessorKeyword,
]);

/** What no cell may say, because it reaches outside, or because the engine that runs cells does not know it. */
export const refusalOf = (node: ts.Node): string | null => {
  if (!refusable[node.kind]) return null;
  if (ts.isIdentifier(node)) {
    if (!kernelNames.has(node.text)) return null;
    const isProperty = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    return isProperty ? null : `${node.text} is a name of the kernel's own. Choose another.`;
  }
  if (ts.isBinaryExpression(node)) return powerRefusal(node);
  if (ts.isImportEqualsDeclaration(node)) {
    return ts.isExternalModuleReference(node.moduleReference)
      ? 'A cell cannot import in this form: write import { name } from "./other.nb.ts".'
      : `Write const ${node.name.text} = …, or type ${node.name.text} = …, instead of an import.`;
  }
  if (
    ts.isExportDeclaration(node) ||
    ts.isExportAssignment(node) ||
    ts.isNamespaceExportDeclaration(node) ||
    (node.kind === ts.SyntaxKind.ExportKeyword && ts.isSourceFile(node.parent.parent))
  ) {
    return "A cell needs no export: every top-level name is visible to the other cells.";
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return "import() is not available in a cell.";
  }
  if (ts.isImportTypeNode(node)) return "import() is not available in a cell: name the type in an import.";
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
    return "import.meta is not available in a cell.";
  }
  if (ts.isModuleDeclaration(node) && !ts.isIdentifier(node.name)) {
    return "A cell cannot declare a module: declare the names themselves.";
  }
  if (ts.isModuleDeclaration(node) && node.flags & ts.NodeFlags.GlobalAugmentation) {
    return "A cell's names are global already: leave out declare global.";
  }
  if (isUsing(node)) {
    return "The engine that runs cells does not know using: take const, and close it in a finally block.";
  }
  if (ts.isDecorator(node)) return "The engine that runs cells does not know decorators: call the function.";
  if (node.kind === ts.SyntaxKind.AccessorKeyword) {
    return "The engine that runs cells does not know accessor: write a get and a set.";
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
export const misreadings = (file: ts.SourceFile): Refusal[] => {
  const found = [...file.text.matchAll(/<!--|-->/g)].flatMap(({ 0: sign, index }) => {
    const instead = sign === "-->" ? "-- >" : "< !--";
    const message = `"${sign}" can be read as a comment: write "${instead}", with a space.`;
    return isInCode(file, index) ? [{ start: index, end: index + sign.length, message }] : [];
  });
  if (!file.text.startsWith("#!")) return found;
  return [{ start: 0, end: 2, message: 'A cell cannot begin with "#!".' }, ...found];
};
