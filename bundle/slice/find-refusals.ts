import ts from "typescript";
import { type CellSyntax, readCellSyntax } from "../../kernel/language/cell-syntax.ts";
import type { Span } from "../../kernel/language/span.ts";
import { positionsOf } from "../../kernel/language/span.ts";
import { refusedNames } from "./refused-names.ts";

/** One reason why a definition cannot be published, at its place: what it is, and what to do. Positions are 1-based. */
export interface SliceRefusal {
  readonly cellId: string;
  /** The file's name for a cell of another notebook, "" for the notebook's own. */
  readonly notebook: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `data.universe("X")` only names a universe; everything else of `data` reads. */
const isUniverseCall = (file: ts.SourceFile, { start, end }: Span): boolean => {
  let isCall = false;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    const isHere = ts.isIdentifier(node) && node.getStart(file) === start;
    if (isHere && ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node)
      isCall = node.parent.name.text === "universe" && ts.isCallExpression(node.parent.parent);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return isCall;
};

const usesOf = (syntax: CellSyntax, isDefined: (name: string) => boolean) =>
  syntax.free.flatMap((use) => {
    const reason = isDefined(use.name) ? undefined : refusedNames.get(use.name);
    if (reason === undefined || (use.name === "data" && isUniverseCall(syntax.file, use))) return [];
    return [{ use, message: `${use.name} ${reason}` }];
  });

/**
 * What a cell of the closure needs that only a notebook has.
 *
 * @param isDefined whether a name of the cell is one that a cell defines, and not the research API's
 */
export const findRefusals = (
  cell: { readonly cellId: string; readonly notebook: string; readonly source: string },
  isDefined: (name: string) => boolean,
): SliceRefusal[] => {
  const { cellId, notebook, source } = cell;
  const syntax = readCellSyntax(source);
  return usesOf(syntax, isDefined).map(({ use, message }) => {
    const { line, column } = positionsOf(syntax.file, use);
    return { cellId, notebook, line, column, message };
  });
};
