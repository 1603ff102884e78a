import type { CompilerOptions } from "monaco-editor/languages/features/typescript/register";

type CompilerTarget = NonNullable<CompilerOptions["target"]>;

/** Numbers of the compiler's enums, which the editor's copy does not all name. */
const TARGET_ES2023 = 10;
const MODULE_ESNEXT = 99;
const DETECTION_LEGACY = 1;

/**
 * How cells are checked: strict, one global scope for all cells (legacy detection makes a file without imports a
 * script), the language's own library and no DOM, since a cell has none.
 */
export const cellCompilerOptions: CompilerOptions = {
  target: TARGET_ES2023 as number as CompilerTarget,
  module: MODULE_ESNEXT,
  moduleDetection: DETECTION_LEGACY,
  lib: ["es2023"],
  strict: true,
  allowNonTsExtensions: true,
  noEmit: true,
};
