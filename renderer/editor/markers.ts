import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";

/** The part of a Monaco marker by which faults are compared. */
export interface ShownMarker {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
  readonly message: string;
  readonly code?: string | { readonly value: string } | undefined;
}

const digitsOf = (code: string): string | null => /^(?:ts-?)?(\d{4,5})$/i.exec(code)?.[1] ?? null;
const firstLine = (text: string): string => text.split("\n", 1)[0]!.trim();

/**
 * The kernel's diagnostics that the editor's own checker does not show already: a fault is the same when it starts on
 * the same line and has the same number, the same words, or the same span.
 */
export const withoutShown = (
  diagnostics: readonly Diagnostic[],
  shown: readonly ShownMarker[],
): readonly Diagnostic[] =>
  diagnostics.filter(
    (diagnostic) =>
      !shown.some((marker) => {
        if (marker.startLineNumber !== diagnostic.line) return false;
        const code = typeof marker.code === "object" ? marker.code.value : marker.code;
        const number = digitsOf(diagnostic.code);
        return (
          (number !== null && number === digitsOf(code ?? "")) ||
          firstLine(marker.message) === firstLine(diagnostic.message) ||
          (marker.startColumn === diagnostic.column &&
            marker.endLineNumber === diagnostic.endLine &&
            marker.endColumn === diagnostic.endColumn)
        );
      }),
  );

/** A span that can be seen: at least one character wide and never ending before it starts. */
export const spanOf = (diagnostic: Diagnostic): Omit<ShownMarker, "message" | "code"> => {
  const isBackwards =
    diagnostic.endLine < diagnostic.line ||
    (diagnostic.endLine === diagnostic.line && diagnostic.endColumn <= diagnostic.column);
  return {
    startLineNumber: diagnostic.line,
    startColumn: diagnostic.column,
    endLineNumber: isBackwards ? diagnostic.line : diagnostic.endLine,
    endColumn: isBackwards ? diagnostic.column + 1 : diagnostic.endColumn,
  };
};
