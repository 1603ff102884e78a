import type { editor, IDisposable } from "monaco-editor/editor";
import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { monacoIfLoaded } from "./load-monaco.ts";
import { spanOf, withoutShown } from "./markers.ts";

const OWNER = "kernel";

/** Shows the kernel's diagnostics in a model, and keeps away those that the editor's checker shows itself. */
export const showKernelMarkers = (
  model: editor.ITextModel,
  diagnostics: readonly Diagnostic[],
): IDisposable => {
  const { monaco } = monacoIfLoaded()!;
  const apply = (): void => {
    if (model.isDisposed()) return;
    const shown = monaco.editor
      .getModelMarkers({ resource: model.uri })
      .filter(({ owner }) => owner !== OWNER);
    const markers = withoutShown(diagnostics, shown).map((diagnostic) => ({
      ...spanOf(diagnostic),
      message: diagnostic.message,
      code: diagnostic.code,
      severity: diagnostic.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    }));
    const present = monaco.editor.getModelMarkers({ resource: model.uri, owner: OWNER });
    // Setting markers announces a change of markers: only a real difference is set, or it would never end.
    if (markers.length === 0 && present.length === 0) return;
    if (JSON.stringify(markers.map(keyOf)) !== JSON.stringify(present.map(keyOf)))
      monaco.editor.setModelMarkers(model, OWNER, markers);
  };
  apply();
  return monaco.editor.onDidChangeMarkers((resources) => {
    if (resources.some((resource) => resource.toString() === model.uri.toString())) apply();
  });
};

const keyOf = (marker: editor.IMarkerData): readonly unknown[] => [
  marker.startLineNumber,
  marker.startColumn,
  marker.endLineNumber,
  marker.endColumn,
  marker.message,
  marker.severity,
];
