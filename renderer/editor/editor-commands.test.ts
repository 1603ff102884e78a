import type { editor } from "monaco-editor/editor";
import { describe, expect, it } from "vitest";
import { addCellCommands, addCellKeys, type EditorKeys } from "./editor-commands.ts";

/** An editor that only counts what it was given and what of it is still there. */
const countingEditor = () => {
  const actions = new Map<string, editor.IActionDescriptor>();
  const disposals: (() => void)[] = [];
  const nothing = { dispose: () => {} };
  const target = {
    addAction: (action: editor.IActionDescriptor) => {
      actions.set(action.id, action);
      return { dispose: () => actions.delete(action.id) };
    },
    createContextKey: () => ({ set: () => {} }),
    onDidChangeCursorPosition: () => nothing,
    onDidChangeModelContent: () => nothing,
    onDidFocusEditorText: () => nothing,
    onDidDispose: (listener: () => void) => {
      disposals.push(listener);
      return nothing;
    },
  };
  const dispose = () => {
    for (const listener of disposals) listener();
  };
  return { target: target as unknown as editor.IStandaloneCodeEditor, actions, dispose };
};

describe("the keys of cells", () => {
  it("E6: an editor adds no key of its own, and what it adds goes with it", () => {
    const { target, actions, dispose } = countingEditor();
    addCellCommands(target, () => {});
    expect(actions.size).toBe(7);
    expect([...actions.values()].filter(({ keybindings }) => keybindings !== undefined)).toEqual([]);
    dispose();
    expect(actions.size).toBe(0);
  });

  it("E6: a key does in an editor what that editor says", () => {
    const keys: editor.IActionDescriptor[] = [];
    const constants = new Proxy({}, { get: () => 1 });
    addCellKeys({
      editor: {
        addEditorAction: (key: editor.IActionDescriptor) => ({ dispose: () => {}, key: keys.push(key) }),
      },
      KeyCode: constants,
      KeyMod: constants,
    } as unknown as EditorKeys);
    const said: string[] = [];
    const { target, actions } = countingEditor();
    addCellCommands(target, (command) => said.push(command));
    const asked = { getAction: (id: string) => actions.get(id) ?? null } as unknown as editor.ICodeEditor;
    for (const { run } of keys) void run(asked);
    expect(said.sort()).toEqual([...actions.keys()].map((id) => id.slice("asof.".length)).sort());
    // And the one that only code has.
    expect(keys.length).toBe(actions.size + 1);
  });
});
