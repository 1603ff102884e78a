import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";

/** A span that can be seen: at least one character wide and never ending before it starts. */
export const spanOf = ({ line, column, endLine, endColumn }: Diagnostic) => {
  const isBackwards = endLine < line || (endLine === line && endColumn <= column);
  return {
    startLineNumber: line,
    startColumn: column,
    endLineNumber: isBackwards ? line : endLine,
    endColumn: isBackwards ? column + 1 : endColumn,
  };
};
