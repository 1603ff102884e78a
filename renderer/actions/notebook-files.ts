import {
  emptyNotebook,
  importIpynb,
  type NotebookNotice,
  parseNotebook,
} from "../../kernel/notebook/index.ts";
import type { NotebookFile } from "../../main/contract/app-contract.ts";
import {
  type KeptDraft,
  type Notice,
  type PlainFile,
  type Tab,
  WELCOME,
  withoutNotices,
} from "../state/app-state.ts";
import { isDirty, markSaved, openDocument } from "../state/document/document-state.ts";
import { emptySession } from "../state/session/session-state.ts";
import { type ActionContext, findTab, handlesOf, notify, updateTab } from "./context.ts";
import { draftText, forgetDraft, keepDraft } from "./keep-draft.ts";
import { endKernel, openKernel } from "./kernel.ts";
import { offerChoice } from "./offer-choice.ts";
import { loadResults, storeResults } from "./stored-results.ts";
import { tellDirty } from "./tell-dirty.ts";

export type OpenSource = { sampleId: string } | { path: string } | null;

const notOpened = (context: ActionContext, message: string) =>
  notify(context, null, { id: "open", tone: "error", key: "banner:notOpened", values: { message } });

const firstCodeCell = (tab: Pick<Tab, "document">): string | null => {
  const { cells } = tab.document.notebook;
  return (cells.find(({ kind }) => kind === "code") ?? cells[0])?.id ?? null;
};

type NewTab = Pick<Tab, "name" | "path" | "isSample" | "sampleId" | "draftKey" | "written" | "document"> &
  Partial<Pick<Tab, "plain" | "notices">>;

const showTab = (context: ActionContext, made: NewTab): string => {
  const id = `n${Math.floor(context.random() * 2 ** 40).toString(36)}`;
  const tab: Tab = {
    plain: null,
    notices: [],
    stored: new Map(),
    theirs: null,
    ...made,
    id,
    session: emptySession,
    activeCellId: firstCodeCell(made),
    editingCellId: null,
    breakpoints: {},
    isTrustNoteHidden: false,
  };
  context.store.setState((state) => ({
    tabs: [...state.tabs, tab],
    activeTabId: id,
    notices: withoutNotices(state.notices, "open"),
  }));
  context.language.sync(tab.document.notebook.cells);
  if (tab.plain) return id;
  void openKernel(context, id);
  void loadResults(context, id);
  return id;
};

/** Why a file can be shown as text only; null when it is a notebook. */
export const plainFileOf = ({ name, text, isExact }: NotebookFile): PlainFile | null => {
  const parsed = parseNotebook(text);
  if (!parsed.ok) return { text, message: parsed.error.message, line: parsed.error.line };
  if (isExact) return null;
  const at = text.indexOf("\uFFFD");
  const message = `${name} is not written in UTF-8. Save it as UTF-8 in a text editor, then open it again.`;
  return { text, message, line: text.slice(0, Math.max(0, at)).split("\n").length };
};

const noticeKeys = {
  "double-id": "banner:doubleId",
  "bad-id": "banner:badId",
  "merge-conflict": "banner:mergeConflict",
  "control-character": "banner:controlCharacter",
} as const;

/** At most one notice of a kind: the first says where to look. */
const noticesOf = (found: readonly NotebookNotice[]): Notice[] =>
  (Object.keys(noticeKeys) as (keyof typeof noticeKeys)[]).flatMap((code) => {
    const first = found.find((notice) => notice.code === code);
    if (!first) return [];
    return [
      {
        id: code,
        tone: "warn" as const,
        key: noticeKeys[code],
        values: { ...first.values, line: first.line },
      },
    ];
  });

const showFile = (
  context: ActionContext,
  file: NotebookFile,
  sampleId: string | null,
  draft?: KeptDraft,
): void => {
  const place = {
    name: file.name,
    path: file.path,
    isSample: file.isSample,
    sampleId,
    draftKey: file.path ?? (sampleId ? `sample:${sampleId}` : `new:${context.now()}`),
  };
  const plain = plainFileOf(draft ? { ...file, text: draft.text } : file);
  const parsed = parseNotebook(draft?.text ?? file.text);
  if (plain || !parsed.ok) {
    showTab(context, { ...place, written: null, document: openDocument(emptyNotebook()), plain });
    return;
  }
  const onDisk = draft ? parseNotebook(file.text) : parsed;
  const recovered: Notice[] = draft
    ? [
        {
          id: "disk",
          tone: draft.isBaseChanged ? "warn" : "info",
          key: draft.isBaseChanged ? "banner:changedOnDisk" : "banner:putBack",
          values: { name: file.name },
          ...(file.path === null ? {} : { action: "choose-version" as const }),
        },
      ]
    : [];
  const tabId = showTab(context, {
    ...place,
    written: parsed.document,
    document: openDocument(parsed.notebook, onDisk.ok ? onDisk.notebook : emptyNotebook()),
    notices: [...recovered, ...noticesOf(parsed.notices)],
  });
  if (draft)
    updateTab(context, tabId, (tab) => ({
      ...tab,
      theirs: { text: file.text, isNewer: draft.isBaseChanged },
    }));
};

/** Shows a text that has no file, unsaved. */
export const showDraft = async (
  context: ActionContext,
  draft: Pick<KeptDraft, "key" | "name" | "text">,
): Promise<string> => {
  const parsed = parseNotebook(draft.text);
  const tabId = showTab(context, {
    name: draft.name,
    path: null,
    isSample: false,
    sampleId: null,
    draftKey: draft.key,
    written: parsed.ok ? parsed.document : null,
    document: openDocument(parsed.ok ? parsed.notebook : emptyNotebook(), emptyNotebook()),
    plain: parsed.ok ? null : { text: draft.text, message: parsed.error.message, line: parsed.error.line },
  });
  await keepDraft(context, tabId);
  return tabId;
};

/** A Jupyter notebook becomes a notebook of its own, unsaved; the file that was read stays as it is. */
const showImported = async (context: ActionContext, file: NotebookFile): Promise<void> => {
  const snapshot = context.store.getState().catalog?.snapshot.name ?? "";
  const made = importIpynb(file.text, snapshot);
  if (!made.ok) return notOpened(context, `${file.name}: ${made.message}`);
  const name = file.name.replace(/\.ipynb$/i, ".nb.ts");
  const tabId = await showDraft(context, { key: `new:${context.now()}`, name, text: made.text });
  const key = made.foreignCells === 0 ? "banner:imported" : "banner:importedForeign";
  const values = { name: file.name, n: made.foreignCells, language: made.language };
  notify(context, tabId, { id: "import", tone: "info", key, values });
};

/** Text that an earlier session left of what is now opened; from here on it is the notebook's own unsaved text. */
const takeKept = (context: ActionContext, key: string): KeptDraft | undefined => {
  const draft = context.store.getState().kept.find((each) => each.key === key);
  if (draft) context.store.setState(({ kept }) => ({ kept: kept.filter((each) => each !== draft) }));
  return draft;
};

/** Opens a sample, a file, or what the user picks. Opening never runs anything. */
export const openNotebook = async (context: ActionContext, source: OpenSource): Promise<void> => {
  const { tabs } = context.store.getState();
  const open = tabs.find((tab) =>
    source && "sampleId" in source
      ? tab.sampleId === source.sampleId && tab.path === null
      : tab.path === source?.path,
  );
  if (source && open) return activateTab(context, open.id);
  const answer = await context.app.call("notebook/open", { source });
  if (!answer.ok) return notOpened(context, answer.error.message);
  const file = answer.value;
  if (!file) return;
  const already = tabs.find((tab) => tab.path !== null && tab.path === file.path && !file.isSample);
  if (already) return activateTab(context, already.id);
  if (/\.ipynb$/i.test(file.name)) return showImported(context, file);
  const sampleId = source && "sampleId" in source ? source.sampleId : null;
  const key = file.path ?? `sample:${sampleId}`;
  showFile(context, file, sampleId, takeKept(context, key));
};

export const newNotebook = (context: ActionContext): void => {
  const notebook = { ...emptyNotebook("", context.store.getState().catalog?.snapshot.name ?? "") };
  const cell = { id: "first0", kind: "code" as const, source: "", attributes: [] };
  showTab(context, {
    name: "untitled.nb.ts",
    path: null,
    isSample: false,
    sampleId: null,
    draftKey: `new:${context.now()}`,
    written: null,
    document: openDocument({ ...notebook, cells: [cell] }),
  });
};

/** Opens a draft that an earlier session left behind; it stays unsaved, and it stays kept until it is saved. */
export const recoverDraft = async (context: ActionContext, draft: KeptDraft): Promise<void> => {
  takeKept(context, draft.key);
  const sampleId = draft.key.startsWith("sample:") ? draft.key.slice("sample:".length) : null;
  const isNew = draft.key.startsWith("new:");
  const source = sampleId !== null ? { sampleId } : { path: draft.key };
  const answer = isNew ? null : await context.app.call("notebook/open", { source });
  if (answer?.ok && answer.value) return showFile(context, answer.value, sampleId, draft);
  // Its file is gone or was never written: the draft is all there is, and saving asks for a place.
  await showDraft(context, draft);
};

/** Saves a notebook; answers whether it is on the disk now. */
export const saveNotebook = async (
  context: ActionContext,
  tabId: string,
  { asNew = false, overwrite = false } = {},
): Promise<boolean> => {
  const tab = findTab(context, tabId);
  if (!tab || tab.plain) return false;
  const { notebook } = tab.document;
  const text = draftText(tab);
  const path = asNew || tab.isSample ? null : tab.path;
  if (path !== null && tab.theirs?.isNewer && !overwrite) {
    offerChoice(context, tabId, tab.theirs.text);
    return false;
  }
  const answer = await context.app.call("notebook/save", { path, suggestedName: tab.name, text, overwrite });
  if (!answer.ok && answer.error.code === "changed-on-disk" && path !== null) {
    const theirs = await context.app.call("notebook/open", { source: { path } });
    offerChoice(context, tabId, theirs.ok && theirs.value ? theirs.value.text : "");
    return false;
  }
  if (!answer.ok) {
    const values = { message: answer.error.message };
    notify(context, tabId, { id: "save", tone: "error", key: "banner:notSaved", values });
    return false;
  }
  const file = answer.value;
  if (!file) return false;
  const read = parseNotebook(text);
  const oldKey = tab.draftKey;
  const newKey = file.path ?? oldKey;
  updateTab(context, tabId, (now) => ({
    ...now,
    name: file.name,
    path: file.path,
    isSample: false,
    sampleId: null,
    draftKey: newKey,
    written: read.ok ? read.document : now.written,
    document: markSaved(now.document, notebook),
    theirs: null,
    notices: withoutNotices(now.notices, "save", "disk"),
  }));
  // Kept under the new name first: what was typed while the file was written stands in the old draft alone.
  await keepDraft(context, tabId);
  if (oldKey !== newKey) await forgetDraft(context, oldKey, tab.name);
  tellDirty(context);
  void storeResults(context, tabId);
  return true;
};

export const activateTab = (context: ActionContext, tabId: string): void => {
  context.store.setState({ activeTabId: tabId });
  const tab = findTab(context, tabId);
  if (tab) context.language.sync(tab.document.notebook.cells);
};

const removeTab = (context: ActionContext, tabId: string): void => {
  const handles = handlesOf(context, tabId);
  for (const timer of [handles.updateTimer, handles.keepTimer]) if (timer !== null) clearTimeout(timer);
  endKernel(context, tabId);
  context.handles.delete(tabId);
  const { tabs, activeTabId } = context.store.getState();
  const index = tabs.findIndex(({ id }) => id === tabId);
  const rest = tabs.filter(({ id }) => id !== tabId);
  context.store.setState({ tabs: rest });
  if (activeTabId === tabId) activateTab(context, rest[Math.min(index, rest.length - 1)]?.id ?? WELCOME);
  tellDirty(context);
};

/** Closes a notebook; one with unsaved changes asks first. */
export const closeTab = (context: ActionContext, tabId: string): void => {
  const tab = findTab(context, tabId);
  if (!tab) return;
  if (isDirty(tab.document)) context.store.setState({ overlay: { kind: "close-tab", tabId } });
  else removeTab(context, tabId);
};

export const closeWithoutSaving = async (context: ActionContext, tabId: string): Promise<void> => {
  const tab = findTab(context, tabId);
  context.store.setState({ overlay: null });
  if (!tab) return;
  removeTab(context, tabId);
  await forgetDraft(context, tab.draftKey, tab.name);
};

export const saveAndClose = async (context: ActionContext, tabId: string): Promise<void> => {
  context.store.setState({ overlay: null });
  if (await saveNotebook(context, tabId)) removeTab(context, tabId);
};
