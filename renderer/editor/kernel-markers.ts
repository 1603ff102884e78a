import type { editor } from "monaco-editor/editor";
import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { monacoIfLoaded } from "./load-monaco.ts";
import { spanOf } from "./span-of.ts";

const OWNER = "kernel";

/** Underlines the kernel's diagnostics in a model. */
export const showKernelMarkers = (model: editor.ITextModel, diagnostics: readonly Diagnostic[]): void => {
  const { monaco } = monacoIfLoaded()!;
  const markers = diagnostics.map((diagnostic) => ({
    ...spanOf(diagnostic),
    message: diagnostic.message,
    code: diagnostic.code,
    severity: diagnostic.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
  }));
  monaco.editor.setModelMarkers(model, OWNER, markers);
};
