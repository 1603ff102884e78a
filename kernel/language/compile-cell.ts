import { blankSourceFile } from "ts-blank-space";
import ts from "typescript";
import { blankOut } from "../notebook/cell-text.ts";
import type { CellSyntax } from "./cell-syntax.ts";
import { applyEdits, powerEdits, powerPrelude, type Replacement } from "./compile-powers.ts";
import type { SqlRun } from "./sql-run.ts";

/** Text that the compiler put into a line of a cell, for mapping positions back. Positions are 1-based. */
export interface Insertion {
  readonly line: number;
  /** Column, in the cell's source, before which the text stands. */
  readonly column: number;
  readonly length: number;
}

export interface CompiledCell {
  /** An expression whose value is a function of (inputs, define) that runs the cell once. */
  readonly code: string;
  /** Keys under which the worker keeps the cell's names: in the notebook itself the names, in others qualified ones. */
  readonly defines: readonly string[];
  /** Keys of other cells' names that the code takes from its inputs. */
  readonly reads: readonly string[];
  readonly insertions: readonly Insertion[];
  /** Lines of the cell's source; what is below them in the code is ours. */
  readonly lineCount: number;
  /** What a reader chose for the cell's inputs, by name. */
  readonly inputs?: Readonly<Record<string, string>> | undefined;
  /** A SQL cell: this is run, and no code. */
  readonly sql?: SqlRun | undefined;
}

const needsTranspile = (node: ts.Node): boolean =>
  ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isClassLike(node);

/** Transpiles one statement and keeps its number of lines, so that all lines below stay where they are. */
const transpileStatement = (source: string): string => {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  const file = ts.createSourceFile("cell.js", outputText, ts.ScriptTarget.ES2023, true, ts.ScriptKind.JS);
  const lines = applyEdits(outputText, powerEdits(file, outputText)).trimEnd().split("\n");
  const wanted = source.split("\n").length;
  const head = lines.slice(0, wanted - 1);
  const text = [
    ...head,
    lines
      .slice(wanted - 1)
      .map((line) => line.trim())
      .join(" "),
  ].join("\n");
  return text + "\n".repeat(Math.max(0, wanted - text.split("\n").length));
};

const blankTypes = (
  source: string,
  file: ts.SourceFile,
): { text: string; replaced: readonly Replacement[] } => {
  const faults: ts.Node[] = [];
  const text = blankSourceFile(file, (node) => faults.push(node));
  const owners = new Set<ts.Statement>();
  for (const fault of faults) {
    let at: ts.Node = fault;
    while (at.parent && !(needsTranspile(at) && ts.isStatement(at))) at = at.parent;
    if (ts.isStatement(at)) owners.add(at);
  }
  const outer = [...owners].filter(
    (one) => ![...owners].some((other) => other !== one && one.pos >= other.pos && one.end <= other.end),
  );
  const replaced = outer.map((node) => {
    const start = node.getStart(file);
    return { start, end: node.end, text: transpileStatement(source.slice(start, node.end)) };
  });
  return { text, replaced };
};

/** A name of another cell as this one calls it. */
export interface CellRead {
  readonly key: string;
  readonly local: string;
}

/** How a compiled cell calls what it shares. */
export interface CellNames {
  readonly reads: readonly CellRead[];
  /** Names that other cells may read, and under which key. */
  readonly defines: readonly CellRead[];
}

const isPlainKey = (key: string): boolean =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) && key !== "__proto__";
const propertyOf = (key: string): string => (isPlainKey(key) ? key : `[${JSON.stringify(key)}]`);
const readOf = ({ key, local }: CellRead): string => (key === local ? key : `${propertyOf(key)}:${local}`);

/**
 * Compiles a cell: types blanked with positions kept, everything wrapped on line 1, top-level names registered
 * through getters before the body runs, and the value of a last expression returned. Imports are blanked: what they
 * name comes in with the inputs.
 */
export const compileCell = (
  cellId: string,
  syntax: CellSyntax,
  { reads, defines }: CellNames,
): CompiledCell => {
  const { file } = syntax;
  const source = file.text;
  const { text, replaced } = blankTypes(source, file);
  const isOurs = ({ start, end }: Replacement): boolean =>
    !replaced.some((each) => start >= each.start && end <= each.end);
  const powers = powerEdits(file, text).filter(isOurs);
  const hasPowers = powers.length > 0 || replaced.some((each) => each.text.includes("__power("));
  const prefix =
    `(function(__inputs,__define){"use strict";` +
    (hasPowers ? powerPrelude : "") +
    (reads.length > 0 ? `const {${reads.map(readOf).join(",")}}=__inputs;` : "") +
    `return (async function(){` +
    `__define({${defines.map(({ key, local }) => `${propertyOf(key)}:()=>${local}`).join(",")}});`;
  const blanked = syntax.imports.map(({ start, end }) => ({
    start,
    end,
    text: blankOut(source.slice(start, end)),
  }));
  const edits: Replacement[] = [...replaced, ...blanked];
  const insertions: Insertion[] = [];
  const edit = (change: Replacement) => {
    edits.push(change);
    const { line, character } = file.getLineAndCharacterOfPosition(change.end);
    const length = change.text.length - (change.end - change.start);
    if (length > 0) insertions.push({ line: line + 1, column: character + 1, length });
  };
  const insert = (at: number, inserted: string) => edit({ start: at, end: at, text: inserted });
  for (const power of powers) edit(power);
  const last = file.statements.findLast((statement) => !ts.isEmptyStatement(statement));
  if (last && ts.isExpressionStatement(last)) {
    insert(last.expression.getStart(file), "return (");
    insert(last.expression.end, ")");
  }
  const body = applyEdits(text, edits);
  // In their order, as the mapping of positions takes them.
  insertions.sort((one, other) => one.line - other.line || one.column - other.column);
  return {
    code: `${prefix}${body}\n}).call(undefined)})\n//# sourceURL=cell:${cellId}`,
    defines: defines.map(({ key }) => key),
    reads: reads.map(({ key }) => key),
    lineCount: file.getLineStarts().length,
    insertions: [{ line: 1, column: 1, length: prefix.length }, ...insertions],
  };
};
