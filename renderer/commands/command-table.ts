import type { ActionContext } from "../actions/context.ts";
import { updateTab } from "../actions/context.ts";
import { debugStep } from "../actions/debug.ts";
import { addCell, changeKind, deleteCell, moveCell, redoEdit, undoEdit } from "../actions/edit-cells.ts";
import { exportNotebook } from "../actions/export-notebook.ts";
import { restartKernel } from "../actions/kernel.ts";
import { activateTab, closeTab, newNotebook, openNotebook, saveNotebook } from "../actions/notebook-files.ts";
import { openBrowse } from "../actions/open-browse.ts";
import { run, stop } from "../actions/run.ts";
import { changeSettings } from "../actions/start-app.ts";
import { verifyRun } from "../actions/verify-run.ts";
import type { shell } from "../i18n/en/shell.ts";
import { openImport } from "../import/import-actions.ts";
import { focusCell, focusEditor } from "../notebook/focus-cell.ts";
import { openDesk, openPublish } from "../publishing/publishing-actions.ts";
import { deskViews } from "../publishing/publishing-state.ts";
import { activeTab, type Layout, type Overlay, type Tab, WELCOME } from "../state/app-state.ts";
import type { KeyChord } from "./key-chord.ts";

export type CommandId = keyof (typeof shell)["command"];

/** Where a command makes sense: always, with a notebook open, or (for keys) with the focus on a cell itself. */
export type CommandScope = "app" | "notebook" | "cell";

export interface Command {
  readonly id: CommandId;
  readonly scope: CommandScope;
  readonly keys: readonly KeyChord[];
  run(context: ActionContext): void;
}

const tabOf = (context: ActionContext): Tab | null => activeTab(context.store.getState());

const app = (id: CommandId, keys: readonly KeyChord[], act: (context: ActionContext) => void): Command => ({
  id,
  scope: "app",
  keys,
  run: act,
});

const inNotebook = (
  id: CommandId,
  keys: readonly KeyChord[],
  act: (context: ActionContext, tab: Tab) => void,
): Command => ({
  id,
  scope: "notebook",
  keys,
  run: (context) => {
    const tab = tabOf(context);
    // A file shown as text can be closed; nothing else is done to it.
    if (tab && (tab.plain === null || id === "notebook.close")) act(context, tab);
  },
});

const onCell = (
  id: CommandId,
  keys: readonly KeyChord[],
  act: (context: ActionContext, tab: Tab, cellId: string, index: number) => void,
): Command => ({
  id,
  scope: "cell",
  keys,
  run: (context) => {
    const tab = tabOf(context);
    const index =
      tab?.document.notebook.cells.findIndex(({ id: cellId }) => cellId === tab.activeCellId) ?? -1;
    if (tab?.activeCellId && index >= 0) act(context, tab, tab.activeCellId, index);
  },
});

const open = (context: ActionContext, overlay: Overlay) => context.store.setState({ overlay });

/** Chooses the cell at an index, as far as there is one. */
const choose = (context: ActionContext, tab: Tab, index: number): void => {
  const { cells } = tab.document.notebook;
  const cell = cells[Math.max(0, Math.min(index, cells.length - 1))];
  if (!cell) return;
  updateTab(context, tab.id, (now) => ({ ...now, activeCellId: cell.id, editingCellId: null }));
  focusCell(cell.id);
};

const focusChosen = (context: ActionContext): void => {
  const id = tabOf(context)?.activeCellId;
  if (id) focusCell(id);
};

const addAndFocus = (context: ActionContext, tab: Tab, index: number): void => {
  const id = addCell(context, tab.id, index);
  if (id) focusCell(id);
};

const runCells = (context: ActionContext, tab: Tab, cellId: string): void => {
  const kind = tab.document.notebook.cells.find(({ id }) => id === cellId)?.kind;
  updateTab(context, tab.id, (now) => (now.editingCellId === null ? now : { ...now, editingCellId: null }));
  if (kind !== "markdown") void run(context, tab.id, { cellIds: [cellId], restart: false });
};

/** Goes to the next cell after a run; behind the last one a new cell appears. */
const advance = (context: ActionContext, tab: Tab, index: number): void => {
  if (index + 1 < tab.document.notebook.cells.length) choose(context, tab, index + 1);
  else {
    const id = addCell(context, tab.id, index + 1);
    if (id) focusEditor(id);
  }
};

const toggle = (key: keyof Layout) => (context: ActionContext) =>
  context.store.setState(({ layout }) => ({ layout: { ...layout, [key]: !layout[key] } }));

const themes = ["system", "light", "dark", "hc", "hc-light"] as const;

const debugCommands = [
  ["debug.resume", "Mod+F8", "resume"],
  ["debug.over", "Mod+F10", "over"],
  ["debug.into", "Mod+F11", "into"],
  ["debug.out", "Mod+Shift+F11", "out"],
  ["debug.pause", "Mod+F6", "pause"],
] as const;

/** Every command there is. Key bindings, the palette, the menu and the shortcuts page read this one table. */
export const commandTable: readonly Command[] = [
  app("palette.open", ["Mod+Shift+P"], (context) => open(context, { kind: "palette" })),
  app("notebook.new", ["Mod+N"], newNotebook),
  app("notebook.open", ["Mod+O"], (context) => void openNotebook(context, null)),
  app("data.import", ["Mod+Shift+I"], openImport),
  app("data.browse", ["Mod+Shift+D"], (context) => openBrowse(context, "fields")),
  app("data.instruments", ["Mod+Shift+F"], (context) => openBrowse(context, "instruments")),
  app("data.calendar", [], (context) => openBrowse(context, "calendar")),
  app("data.snapshots", [], (context) => openBrowse(context, "snapshots")),
  app("data.batches", [], (context) => openBrowse(context, "batches")),
  app("data.explain", ["Mod+Shift+E"], (context) => openBrowse(context, "explain")),
  inNotebook("publish.start", ["Mod+Shift+Y"], (context, tab) => openPublish(context, tab.id)),
  ...deskViews.map((view) =>
    app(`publish.${view}`, view === "inbox" ? ["Mod+Shift+J"] : [], (context) => openDesk(context, view)),
  ),
  inNotebook("notebook.save", ["Mod+S"], (context, tab) => void saveNotebook(context, tab.id)),
  inNotebook(
    "notebook.save-as",
    ["Mod+Shift+S"],
    (context, tab) => void saveNotebook(context, tab.id, { asNew: true }),
  ),
  inNotebook("notebook.export", [], (context, tab) => void exportNotebook(context, tab.id)),
  inNotebook("notebook.close", ["Mod+W"], (context, tab) => closeTab(context, tab.id)),
  app("tab.next", ["Mod+PageDown"], (context) => {
    const { tabs, activeTabId } = context.store.getState();
    const ids = [WELCOME, ...tabs.map(({ id }) => id)];
    activateTab(context, ids[(ids.indexOf(activeTabId) + 1) % ids.length]!);
  }),
  app("tab.start", [], (context) => activateTab(context, WELCOME)),
  inNotebook(
    "run.all",
    ["Mod+Shift+Enter"],
    (context, tab) => void run(context, tab.id, { cellIds: "all", restart: false }),
  ),
  inNotebook(
    "run.restart-all",
    [],
    (context, tab) => void run(context, tab.id, { cellIds: "all", restart: true }),
  ),
  inNotebook("run.verify", [], (context, tab) => void verifyRun(context, tab.id)),
  inNotebook("run.stop", ["Mod+Shift+C"], (context, tab) => void stop(context, tab.id)),
  inNotebook("run.stop-cell", [], (context, tab) => void stop(context, tab.id, "keep")),
  ...debugCommands.map(([id, keys, step]) =>
    inNotebook(id, [keys], (context, tab) => void debugStep(context, tab.id, step)),
  ),
  inNotebook("kernel.restart", [], (context, tab) => void restartKernel(context, tab.id)),
  onCell("run.cell", ["Mod+Enter"], (context, tab, cellId) => runCells(context, tab, cellId)),
  onCell("run.cell-advance", ["Shift+Enter"], (context, tab, cellId, index) => {
    runCells(context, tab, cellId);
    advance(context, tab, index);
  }),
  onCell("cell.edit", ["Enter"], (context, tab, cellId) => {
    updateTab(context, tab.id, (now) => ({ ...now, editingCellId: cellId }));
    focusEditor(cellId);
  }),
  onCell("cell.previous", ["ArrowUp", "K"], (context, tab, _id, index) => choose(context, tab, index - 1)),
  onCell("cell.next", ["ArrowDown", "J"], (context, tab, _id, index) => choose(context, tab, index + 1)),
  onCell("cell.first", ["Mod+Home"], (context, tab) => choose(context, tab, 0)),
  onCell("cell.last", ["Mod+End"], (context, tab) => choose(context, tab, Number.MAX_SAFE_INTEGER)),
  onCell("cell.add-above", ["A"], (context, tab, _id, index) => addAndFocus(context, tab, index)),
  onCell("cell.add-below", ["B"], (context, tab, _id, index) => addAndFocus(context, tab, index + 1)),
  onCell("cell.delete", ["D D", "Delete"], (context, tab, cellId) => {
    deleteCell(context, tab.id, cellId);
    focusChosen(context);
  }),
  onCell("cell.move-up", ["Alt+ArrowUp"], (context, tab, cellId) => {
    moveCell(context, tab.id, cellId, -1);
    focusChosen(context);
  }),
  onCell("cell.move-down", ["Alt+ArrowDown"], (context, tab, cellId) => {
    moveCell(context, tab.id, cellId, 1);
    focusChosen(context);
  }),
  onCell("cell.origin", ["W"], (context, tab, cellId) =>
    open(context, { kind: "origin", tabId: tab.id, cellId, output: 0 }),
  ),
  onCell("cell.to-markdown", ["M"], (context, tab, cellId) => {
    changeKind(context, tab.id, cellId, "markdown");
    focusCell(cellId);
  }),
  onCell("cell.to-code", ["Y"], (context, tab, cellId) => {
    changeKind(context, tab.id, cellId, "code");
    focusCell(cellId);
  }),
  onCell("cell.to-sql", ["Q"], (context, tab, cellId) => {
    changeKind(context, tab.id, cellId, "sql");
    focusCell(cellId);
  }),
  onCell("edit.undo", ["Z", "Mod+Z"], (context, tab) => {
    undoEdit(context, tab.id);
    focusChosen(context);
  }),
  onCell("edit.redo", ["Shift+Z", "Mod+Shift+Z", "Mod+Y"], (context, tab) => {
    redoEdit(context, tab.id);
    focusChosen(context);
  }),
  inNotebook("view.catalog", ["Mod+B"], toggle("isCatalogOpen")),
  inNotebook("view.inspector", ["Mod+Alt+B"], toggle("isInspectorOpen")),
  inNotebook("view.problems", ["Mod+J"], toggle("isProblemsOpen")),
  app("reference.open", ["Mod+Shift+H"], (context) => open(context, { kind: "reference" })),
  app("shortcuts.open", ["Mod+/"], (context) => open(context, { kind: "shortcuts" })),
  app("settings.open", ["Mod+,"], (context) => open(context, { kind: "settings" })),
  app("theme.next", [], (context) => {
    const { theme } = context.store.getState().settings;
    void changeSettings(context, { theme: themes[(themes.indexOf(theme) + 1) % themes.length]! });
  }),
  app("language.next", [], (context) => {
    const { language } = context.store.getState().settings;
    void changeSettings(context, { language: language === "ko" ? "en" : "ko" });
  }),
  app(
    "window.devtools",
    [],
    (context) => void context.app.call("window/command", { command: "toggle-devtools" }),
  ),
];

export const commandById: ReadonlyMap<string, Command> = new Map(
  commandTable.map((command) => [command.id, command]),
);

export const runCommand = (context: ActionContext, id: string): void => commandById.get(id)?.run(context);
