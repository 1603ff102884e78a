import type { languages, Uri } from "monaco-editor/editor";
import type { Diagnostic, Fix } from "../../kernel/contract/kernel-contract.ts";
import type { MonacoModule } from "./load-monaco.ts";
import { spanOf } from "./span-of.ts";
import { completeSql } from "./sql-completion.ts";
import { describeText } from "./store-texts.ts";

/** What the editor asks of the app, whichever notebook is open. */
export interface LanguageHost {
  /** Renames in all cells; gives the sentence that says why not. */
  rename(cellId: string, line: number, column: number, newName: string): Promise<string | null>;
  reveal(cellId: string, line: number, column: number): void;
  problemsOf(cellId: string): readonly Diagnostic[];
  applyFix(fix: Fix): void;
  titleOf(fix: Fix): string;
}

const CELL = /^\/cells\/(.+)\.(?:ts|sql|md)$/;
const RESULT = /^\/sql-results\/(.+)\.d\.ts$/;
const APPLY_FIX = "asof.applyFix";
const written = ["typescript", "sql"];

const cellIdOf = (uri: Uri): string | null => {
  const id = CELL.exec(uri.path)?.[1] ?? RESULT.exec(uri.path)?.[1];
  return id === undefined ? null : decodeURIComponent(id);
};

/** Names across cells, fixes and the store's texts, where Monaco's own ideas end at the edge of a file. */
export const addLanguageFeatures = (
  { monaco, typescriptDefaults }: MonacoModule,
  host: LanguageHost,
): void => {
  typescriptDefaults.setModeConfiguration({
    ...typescriptDefaults.modeConfiguration,
    rename: false,
    codeActions: false,
    diagnostics: false,
  });
  monaco.languages.registerRenameProvider(written, {
    provideRenameEdits: async (model, { lineNumber, column }, newName) => {
      const cellId = cellIdOf(model.uri);
      const refusal = cellId === null ? null : await host.rename(cellId, lineNumber, column, newName);
      // The notebook has changed its cells itself, and the models follow it.
      return { edits: [], ...(refusal === null ? {} : { rejectReason: refusal }) };
    },
  });
  monaco.editor.registerEditorOpener({
    openCodeEditor: (_source, resource, at) => {
      const cellId = cellIdOf(resource);
      if (cellId === null) return false;
      const isResult = RESULT.test(resource.path);
      const place = !at || isResult ? { lineNumber: 1, column: 1 } : "lineNumber" in at ? at : null;
      if (place) host.reveal(cellId, place.lineNumber, place.column);
      else if (at && "startLineNumber" in at) host.reveal(cellId, at.startLineNumber, at.startColumn);
      return true;
    },
  });
  monaco.editor.registerCommand(APPLY_FIX, (_accessor, fix: Fix) => host.applyFix(fix));
  monaco.languages.registerCodeActionProvider(written, {
    provideCodeActions: (model, range) => {
      const problems = host
        .problemsOf(cellIdOf(model.uri) ?? "")
        .filter((problem) => monaco.Range.areIntersectingOrTouching(spanOf(problem), range));
      const actions = problems.flatMap(({ fixes = [] }) =>
        fixes.map((fix): languages.CodeAction => {
          const title = host.titleOf(fix);
          const command = { id: APPLY_FIX, title, arguments: [fix] };
          return { title, kind: "quickfix", isPreferred: true, command };
        }),
      );
      return { actions, dispose: () => {} };
    },
  });
  monaco.languages.registerHoverProvider("typescript", {
    provideHover: (model, { lineNumber, column }) => {
      const found = describeText(model.getLineContent(lineNumber), column);
      if (!found) return null;
      const range = new monaco.Range(lineNumber, found.startColumn, lineNumber, found.endColumn);
      return { range, contents: [{ value: found.text }] };
    },
  });
  monaco.languages.registerCompletionItemProvider("sql", {
    triggerCharacters: ["."],
    provideCompletionItems: (model, position) => {
      const word = model.getWordUntilPosition(position);
      const { lineNumber } = position;
      const range = new monaco.Range(lineNumber, word.startColumn, lineNumber, word.endColumn);
      const { Class, Field } = monaco.languages.CompletionItemKind;
      return {
        suggestions: completeSql(model.getValue()).map(({ name, kind, detail }) => ({
          label: name,
          kind: kind === "table" ? Class : Field,
          detail,
          insertText: name,
          range,
        })),
      };
    },
  });
};
