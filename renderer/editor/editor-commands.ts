import type { editor, KeyCode, KeyMod } from "monaco-editor/editor";

const commands = ["run", "run-and-advance", "leave-up", "leave-down", "escape", "undo", "redo"] as const;
export type EditorCommand = (typeof commands)[number];

const NO_WIDGET = "!suggestWidgetVisible && !parameterHintsVisible";
const NOTHING_OPEN = `${NO_WIDGET} && !findWidgetVisible && !renameInputVisible && !inSnippetMode && !editorHasMultipleSelections && !markersNavigationVisible && !inReferenceSearchEditor && !messageVisible`;

/** As far as keys are concerned, Monaco. */
export interface EditorKeys {
  readonly editor: Pick<typeof editor, "addEditorAction">;
  readonly KeyCode: typeof KeyCode;
  readonly KeyMod: typeof KeyMod;
}

/** A line of the editor's own list of actions. */
export const BREAKPOINT_ACTION = "asof.breakpoint";
const actionOf = (command: EditorCommand): string => `asof.${command}`;

/**
 * Keys that leave a cell or run it, once for all editors; each editor says what they do. Keys that an editor adds by
 * itself outlive it, and Monaco compares them all with each other at every change.
 */
export const addCellKeys = ({ editor: all, KeyCode, KeyMod }: EditorKeys): void => {
  const add = (action: string, keybindings: number[], keybindingContext = "true"): void => {
    all.addEditorAction({
      id: `key.${action}`,
      label: action,
      keybindings,
      // A list of references holds an editor of its own, inside a cell's.
      keybindingContext: `editorTextFocus && !inReferenceSearchEditor && ${keybindingContext}`,
      run: (target) => target.getAction(action)?.run(),
    });
  };
  add(actionOf("run-and-advance"), [KeyMod.Shift | KeyCode.Enter]);
  add(actionOf("run"), [KeyMod.CtrlCmd | KeyCode.Enter]);
  // A change of several cells at once is taken back in all of them.
  add(actionOf("undo"), [KeyMod.CtrlCmd | KeyCode.KeyZ], "asofUndoesCells");
  add(
    actionOf("redo"),
    [KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ, KeyMod.CtrlCmd | KeyCode.KeyY],
    "asofRedoesCells",
  );
  add(actionOf("escape"), [KeyCode.Escape], NOTHING_OPEN);
  add(actionOf("leave-up"), [KeyCode.UpArrow], `asofAtTop && ${NO_WIDGET}`);
  add(actionOf("leave-down"), [KeyCode.DownArrow], `asofAtBottom && ${NO_WIDGET}`);
  add(BREAKPOINT_ACTION, [KeyCode.F9]);
};

/** What the keys do in this editor, for as long as it is there. */
export const addCellCommands = (
  target: editor.IStandaloneCodeEditor,
  onCommand: (command: EditorCommand) => void,
): void => {
  for (const command of commands) {
    const action = target.addAction({
      id: actionOf(command),
      label: command,
      run: () => onCommand(command),
    });
    target.onDidDispose(() => action.dispose());
  }
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
};
