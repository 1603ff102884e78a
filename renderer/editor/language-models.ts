import type { editor, Uri } from "monaco-editor/editor";
import type { CellKind } from "../../kernel/contract/document.ts";
import { buildEditorTheme, type EditorTheme, themeName, themeOf } from "./editor-theme.ts";
import { loadMonaco, monacoIfLoaded } from "./load-monaco.ts";
import { readStoreTexts } from "./store-texts.ts";

export interface ModelCell {
  readonly id: string;
  readonly kind: CellKind;
  readonly source: string;
}

const LANGUAGES: Readonly<Record<CellKind, { readonly id: string; readonly extension: string }>> = {
  code: { id: "typescript", extension: "ts" },
  markdown: { id: "markdown", extension: "md" },
  sql: { id: "sql", extension: "sql" },
};

/** The language a kind of cell is written in, as Monaco names it. */
export const languageOf = (kind: CellKind): string => LANGUAGES[kind].id;

const CELLS = "/cells/";
const uriOf = (id: string, kind: CellKind): string =>
  `file:///cells/${encodeURIComponent(id)}.${LANGUAGES[kind].extension}`;

let wanted: readonly ModelCell[] = [];
/** What each model was brought to last, so that a keystroke in one cell does not read the texts of all. */
const synced = new Map<string, { readonly model: editor.ITextModel; readonly source: string }>();

/**
 * Makes the editor know these cells and no others, one model each, mounted or not, so that types cross cells. A model
 * whose text differs takes the new text as an edit that can be undone.
 */
export const syncModels = (cells: readonly ModelCell[]): void => {
  wanted = cells;
  if (monacoIfLoaded()) applyWanted();
  else void loadMonaco().then(applyWanted);
};

const applyWanted = (): void => {
  const { monaco } = monacoIfLoaded()!;
  const kept = new Set(wanted.map(({ id, kind }) => uriOf(id, kind)));
  for (const model of monaco.editor.getModels())
    if (model.uri.path.startsWith(CELLS) && !kept.has(model.uri.toString(true))) model.dispose();
  const made: Uri[] = [];
  for (const cell of wanted) {
    const uri = uriOf(cell.id, cell.kind);
    const known = synced.get(uri);
    if (known?.source === cell.source && !known.model.isDisposed()) continue;
    const model = ensureModel(cell);
    if (known?.model !== model && cell.kind === "code") made.push(model.uri);
    synced.set(uri, { model, source: cell.source });
    setText(model, cell.source);
  }
  for (const [uri, { model }] of synced) if (model.isDisposed()) synced.delete(uri);
  if (made.length > 0) void tellChecker(made);
};

const TRY_EVERY_MS = 20;
const MAX_TRIES = 500;

/** The checker is told a model when it is first asked about it; names of cells nobody has looked at must be known too. */
const tellChecker = async (uris: readonly Uri[]): Promise<void> => {
  const { typescript, isTypeScriptWanted } = await import("./monaco.ts");
  await isTypeScriptWanted;
  // It is set up a moment after it is wanted, and until then is an error to ask for.
  for (let tries = 0; ; tries++) {
    const checkerOf = await typescript.getTypeScriptWorker().catch((error: unknown) => {
      if (tries === MAX_TRIES) throw error;
      return null;
    });
    if (checkerOf) return void (await checkerOf(...uris));
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
  }
};

/** The model of a cell, made when it is missing. Monaco must be loaded. */
export const ensureModel = ({ id, kind, source }: ModelCell): editor.ITextModel => {
  const { monaco } = monacoIfLoaded()!;
  const uri = monaco.Uri.parse(uriOf(id, kind));
  const known = monaco.editor.getModel(uri);
  if (known) return known;
  const model = monaco.editor.createModel(source, LANGUAGES[kind].id, uri);
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  model.updateOptions({ tabSize: 2, insertSpaces: true });
  return model;
};

interface Pushed {
  readonly before: string;
  readonly after: string;
  readonly versionBefore: number;
  readonly versionAfter: number;
}
const pushed = new WeakMap<editor.ITextModel, Pushed>();

/**
 * Brings a model to a text without losing its undo history; equal text changes nothing. A text that takes back the last
 * one put here, or puts it again, goes back and forth in the history: undo in the editor then never finds half of it.
 */
export const setText = (model: editor.ITextModel, text: string): void => {
  const before = model.getValue();
  if (before === text) return;
  const last = pushed.get(model);
  const version = model.getAlternativeVersionId();
  if (last && version === last.versionAfter && text === last.before) {
    void model.undo();
    return;
  }
  if (last && version === last.versionBefore && text === last.after) {
    void model.redo();
    return;
  }
  model.pushStackElement();
  model.pushEditOperations([], [changeBetween(model, before, text)], () => null);
  model.pushStackElement();
  const versionAfter = model.getAlternativeVersionId();
  pushed.set(model, { before, after: text, versionBefore: version, versionAfter });
};

/** The smallest single edit, so that a cursor outside it stays where it is. */
const changeBetween = (model: editor.ITextModel, before: string, after: string) => {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(before.length - same);
  const range = {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
  return { range, text: after.slice(start, after.length - same) };
};

/** Tells completion and hover about the research API and the names of the store. Replaces what was told before. */
export const configureLanguage = (
  declarations: readonly { readonly path: string; readonly text: string }[],
): void => {
  readStoreTexts(declarations);
  void loadMonaco().then(({ monaco, typescriptDefaults }) => {
    // A declaration that was looked at has a model, which would stand before its newer text.
    for (const model of monaco.editor.getModels()) if (!model.uri.path.startsWith(CELLS)) model.dispose();
    typescriptDefaults.setExtraLibs(
      declarations.map(({ path, text }) => ({
        content: text,
        filePath: `file:///${path.replace(/^(file:)?\/*/, "")}`,
      })),
    );
  });
};

/** Gives the editors the colours now in force on the root element. */
export const setEditorTheme = (theme: EditorTheme): void => {
  void loadMonaco().then(({ monaco }) => {
    const style = getComputedStyle(document.documentElement);
    monaco.editor.defineTheme(
      themeName(theme),
      buildEditorTheme(theme, (name) => style.getPropertyValue(name)),
    );
    monaco.editor.setTheme(themeName(theme));
  });
};

let isFollowing = false;

/** Keeps the editors' colours those of the root element. */
export const followTheme = (): void => {
  if (isFollowing) return;
  isFollowing = true;
  const apply = (): void => setEditorTheme(themeOf(document.documentElement.dataset.theme));
  new MutationObserver(apply).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  apply();
};
