import type { editor, IDisposable } from "monaco-editor/editor";

/**
 * Draws what is typed as soon as the key's own work is done. Monaco draws in the callback of the next frame, and what
 * it measures there holds that frame up; done now, it fills the wait for it.
 */
export const drawAtOnce = (made: editor.ICodeEditor): IDisposable => {
  let isAsked = false;
  return made.onDidChangeModelContent(() => {
    if (isAsked || !made.hasTextFocus()) return;
    isAsked = true;
    // The cursor moves after the text has changed, in the same task.
    queueMicrotask(() => {
      isAsked = false;
      made.render();
    });
  });
};
