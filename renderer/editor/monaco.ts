import * as monaco from "monaco-editor/editor";
import "./monaco-features.ts";
import "monaco-editor/languages/definitions/markdown/register";
import "monaco-editor/languages/definitions/sql/register";
import "monaco-editor/languages/definitions/typescript/register";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import { language as typescriptGrammar } from "monaco-editor/languages/definitions/typescript/typescript";
import * as typescript from "monaco-editor/languages/features/typescript/register";
import { withCallsAndKeys } from "./cell-grammar.ts";
import CellLanguageWorker from "./cell-language.worker.ts?worker";
import { cellCompilerOptions } from "./compiler-options.ts";
import { addCellKeys } from "./editor-commands.ts";

// Workers are built as files of the app: the policy of the page allows no other.
self.MonacoEnvironment = {
  getWorker: (_id, label) => (label === "typescript" ? new CellLanguageWorker() : new EditorWorker()),
};

monaco.languages.setMonarchTokensProvider("typescript", withCallsAndKeys(typescriptGrammar));

const { typescriptDefaults } = typescript;
typescriptDefaults.setCompilerOptions(cellCompilerOptions);
// The kernel's check decides, and its faults are shown: a second opinion would come late and stay too long.
typescriptDefaults.setDiagnosticsOptions({
  noSyntaxValidation: true,
  noSemanticValidation: true,
  noSuggestionDiagnostics: true,
});
// Every cell's model is in the worker, mounted or not: names of one cell are known in all.
typescriptDefaults.setEagerModelSync(true);
addCellKeys(monaco);

/** Settles when the first cell has an editor. Before that there is no checker to be asked for: it would be an error. */
export const isTypeScriptWanted = new Promise<void>((resolve) => {
  monaco.languages.onLanguage("typescript", () => resolve());
});

export { monaco, typescript, typescriptDefaults };
