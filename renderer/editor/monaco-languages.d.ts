// Monaco ships this file without types.
declare module "monaco-editor/languages/definitions/typescript/typescript" {
  import type { languages } from "monaco-editor/editor";
  export const conf: languages.LanguageConfiguration;
  export const language: languages.IMonarchLanguage;
}

// What its file of workers exports, as far as the cells' own worker needs it.
declare module "monaco-editor/languages/features/typescript/ts.worker" {
  import type * as TypeScript from "typescript";
  export const ts: { readonly typescript: typeof TypeScript };
  type Completion = Pick<TypeScript.CompletionEntry, "name" | "sortText" | "kind"> &
    Partial<Pick<TypeScript.CompletionEntry, "kindModifiers" | "replacementSpan">>;
  export class TypeScriptWorker {
    constructor(context: unknown, data: unknown);
    _getScriptText(fileName: string): string | undefined;
    getCompletionsAtPosition(
      fileName: string,
      position: number,
    ): Promise<{ entries: readonly Completion[] } | undefined>;
  }
  export function initialize(create: (context: unknown, data: unknown) => unknown): void;
}

// The list of suggestions without its part for inline completions, which Monaco's own file of it brings along.
declare module "monaco-editor/editor/contrib/suggest/browser/suggestController" {}

// How Monaco's own diff editor compares lines, without the editor.
declare module "monaco-editor/editor/common/diff/defaultLinesDiffComputer/defaultLinesDiffComputer" {
  interface LineRange {
    readonly startLineNumber: number;
    readonly endLineNumberExclusive: number;
  }
  export class DefaultLinesDiffComputer {
    computeDiff(
      original: readonly string[],
      modified: readonly string[],
      options: {
        readonly maxComputationTimeMs: number;
        readonly ignoreTrimWhitespace: boolean;
        readonly computeMoves: boolean;
      },
    ): { readonly changes: readonly { readonly original: LineRange; readonly modified: LineRange }[] };
  }
}
