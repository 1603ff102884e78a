import type ts from "typescript";

/** A stretch of a cell's source: offsets, and what the analysis wants to say about it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** 1-based positions of a span in a cell. */
export const positionsOf = (file: ts.SourceFile, { start, end }: Span) => {
  const first = file.getLineAndCharacterOfPosition(start);
  const last = file.getLineAndCharacterOfPosition(end);
  return {
    line: first.line + 1,
    column: first.character + 1,
    endLine: last.line + 1,
    endColumn: last.character + 1,
  };
};
