import { emptyNotebook, parseNotebook } from "../../kernel/notebook/index.ts";
import type { NotebookFile } from "../../main/contract/app-contract.ts";
import { type KeptDraft, type Tab, WELCOME } from "../state/app-state.ts";
import { isDirty, markSaved, openDocument } from "../state/document/document-state.ts";
import { emptySession } from "../state/session/session-state.ts";
import { type ActionContext, findTab, handlesOf, notify, updateTab } from "./context.ts";
import { draftText, forgetDraft, keepDraft } from "./keep-draft.ts";
import { endKernel, openKernel } from "./kernel.ts";

export type OpenSource = { sampleId: string } | { path: string } | null;

const notOpened = (context: ActionContext, message: string) =>
  notify(context, null, { id: "open", tone: "error", key: "banner:notOpened", values: { message } });

const firstCodeCell = (tab: Pick<Tab, "document">): string | null => {
  const { cells } = tab.document.notebook;
  return (cells.find(({ kind }) => kind === "code") ?? cells[0])?.id ?? null;
};

type NewTab = Pick<Tab, "name" | "path" | "isSample" | "sampleId" | "draftKey" | "written" | "document">;

const showTab = (context: ActionContext, made: NewTab): string => {
  const id = `n${Math.floor(context.random() * 2 ** 40).toString(36)}`;
  const tab: Tab = {
    ...made,
    id,
    session: emptySession,
    activeCellId: firstCodeCell(made),
    editingCellId: null,
    isTrustNoteHidden: false,
    notices: [],
  };
  context.store.setState((state) => ({
    tabs: [...state.tabs, tab],
    activeTabId: id,
    notices: state.notices.filter((notice) => notice.id !== "open"),
  }));
  context.language.sync(tab.document.notebook.cells);
  void openKernel(context, id);
  return id;
};

const showFile = (
  context: ActionContext,
  file: NotebookFile,
  sampleId: string | null,
  draft?: KeptDraft,
): void => {
  const parsed = parseNotebook(draft?.text ?? file.text);
  if (!parsed.ok) {
    notOpened(context, `${file.name}, line ${parsed.error.line}: ${parsed.error.message}`);
    return;
  }
  const onDisk = draft ? parseNotebook(file.text) : parsed;
  showTab(context, {
    name: file.name,
    path: file.path,
    isSample: file.isSample,
    sampleId,
    draftKey: file.path ?? (sampleId ? `sample:${sampleId}` : `new:${context.now()}`),
    written: parsed.document,
    document: openDocument(parsed.notebook, onDisk.ok ? onDisk.notebook : emptyNotebook()),
  });
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
  showFile(context, file, source && "sampleId" in source ? source.sampleId : null);
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
  const parsed = parseNotebook(draft.text);
  if (!parsed.ok) return notOpened(context, parsed.error.message);
  context.store.setState((state) => ({ kept: state.kept.filter(({ key }) => key !== draft.key) }));
  const sampleId = draft.key.startsWith("sample:") ? draft.key.slice("sample:".length) : null;
  const isNew = draft.key.startsWith("new:");
  const source = sampleId !== null ? { sampleId } : { path: draft.key };
  const answer = isNew ? null : await context.app.call("notebook/open", { source });
  if (answer?.ok && answer.value) return showFile(context, answer.value, sampleId, draft);
  // Its file is gone or was never written: the draft is all there is, and saving asks for a place.
  showTab(context, {
    name: draft.name,
    path: null,
    isSample: false,
    sampleId: null,
    draftKey: draft.key,
    written: parsed.document,
    document: openDocument(parsed.notebook, emptyNotebook()),
  });
};

/** Saves a notebook; answers whether it is on the disk now. */
export const saveNotebook = async (
  context: ActionContext,
  tabId: string,
  asNew = false,
): Promise<boolean> => {
  const tab = findTab(context, tabId);
  if (!tab) return false;
  const { notebook } = tab.document;
  const text = draftText(tab);
  const path = asNew || tab.isSample ? null : tab.path;
  const answer = await context.app.call("notebook/save", { path, suggestedName: tab.name, text });
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
    notices: now.notices.filter(({ id }) => id !== "save"),
  }));
  if (oldKey !== newKey) await forgetDraft(context, oldKey, tab.name);
  await keepDraft(context, tabId);
  const isAnyDirty = context.store.getState().tabs.some((other) => isDirty(other.document));
  void context.app.call("window/set-dirty", { isDirty: isAnyDirty });
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
  void context.app.call("window/set-dirty", { isDirty: rest.some((tab) => isDirty(tab.document)) });
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
