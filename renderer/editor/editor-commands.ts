import type { editor } from "monaco-editor/editor";
import { monacoIfLoaded } from "./load-monaco.ts";

export type EditorCommand =
  | "run"
  | "run-and-advance"
  | "leave-up"
  | "leave-down"
  | "escape"
  | "undo"
  | "redo";

const NO_WIDGET = "!suggestWidgetVisible && !parameterHintsVisible";
const NOTHING_OPEN = `${NO_WIDGET} && !findWidgetVisible && !renameInputVisible && !inSnippetMode && !editorHasMultipleSelections && !markersNavigationVisible && !inReferenceSearchEditor && !messageVisible`;

/** The keys by which a person leaves a cell or runs it. They hold in this editor only. */
export const addCellCommands = (
  target: editor.IStandaloneCodeEditor,
  onCommand: (command: EditorCommand) => void,
): void => {
  const { KeyCode, KeyMod } = monacoIfLoaded()!.monaco;
  const add = (command: EditorCommand, keybindings: number[], keybindingContext?: string): void => {
    target.addAction({
      id: `asof.${command}`,
      label: command,
      keybindings,
      ...(keybindingContext === undefined ? {} : { keybindingContext }),
      run: () => onCommand(command),
    });
  };
  // Up on the first line as seen, wrapped lines counted, leaves; the keys work as ever elsewhere.
  const isAtTop = target.createContextKey<boolean>("asofAtTop", false);
  const isAtBottom = target.createContextKey<boolean>("asofAtBottom", false);
  const update = (): void => {
    const position = target.getPosition();
    const model = target.getModel();
    if (!position || !model) return;
    const last = model.getLineCount();
    const top = target.getTopForPosition(position.lineNumber, position.column);
    isAtTop.set(top === target.getTopForPosition(1, 1));
    isAtBottom.set(top === target.getTopForPosition(last, model.getLineMaxColumn(last)));
  };
  target.onDidChangeCursorPosition(update);
  target.onDidChangeModelContent(update);
  target.onDidFocusEditorText(update);
  add("run-and-advance", [KeyMod.Shift | KeyCode.Enter]);
  add("run", [KeyMod.CtrlCmd | KeyCode.Enter]);
  // A change of several cells at once is taken back in all of them.
  add("undo", [KeyMod.CtrlCmd | KeyCode.KeyZ], "asofUndoesCells");
  add(
    "redo",
    [KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ, KeyMod.CtrlCmd | KeyCode.KeyY],
    "asofRedoesCells",
  );
  add("escape", [KeyCode.Escape], NOTHING_OPEN);
  add("leave-up", [KeyCode.UpArrow], `asofAtTop && ${NO_WIDGET}`);
  add("leave-down", [KeyCode.DownArrow], `asofAtBottom && ${NO_WIDGET}`);
};
