import { blankSourceFile } from "ts-blank-space";
import ts from "typescript";
import { blankOut } from "../notebook/cell-text.ts";
import type { CellSyntax } from "./cell-syntax.ts";
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
  const lines = outputText.trimEnd().split("\n");
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

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

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
  const prefix =
    `(function(__inputs,__define){"use strict";` +
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
  const insert = (at: number, inserted: string) => {
    edits.push({ start: at, end: at, text: inserted });
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    insertions.push({ line: line + 1, column: character + 1, length: inserted.length });
  };
  const last = file.statements.findLast((statement) => !ts.isEmptyStatement(statement));
  if (last && ts.isExpressionStatement(last)) {
    insert(last.expression.getStart(file), "return (");
    insert(last.expression.end, ")");
  }
  let body = text;
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => b.start - a.start)) {
    body = body.slice(0, start) + replacement + body.slice(end);
  }
  return {
    code: `${prefix}${body}\n}).call(undefined)})\n//# sourceURL=cell:${cellId}`,
    defines: defines.map(({ key }) => key),
    reads: reads.map(({ key }) => key),
    lineCount: file.getLineStarts().length,
    insertions: [{ line: 1, column: 1, length: prefix.length }, ...insertions],
  };
};
