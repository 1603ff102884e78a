import type { ListedMapping, PickedFile } from "../../main/contract/import-calls.ts";
import type { FileFormat } from "../../store/contract/import.ts";
import { type ActionContext, handlesOf } from "../actions/context.ts";
import { chooseSnapshot } from "../actions/edit-cells.ts";
import { activeTab } from "../state/app-state.ts";
import { draftFromMapping } from "./draft-from-mapping.ts";
import type { MappingDraft } from "./mapping-draft.ts";
import {
  type Busy,
  canGoTo,
  currentMapping,
  reduceWizard,
  type Step,
  type WizardEvent,
  type WizardState,
} from "./wizard-state.ts";

const wizardOf = (context: ActionContext): WizardState => context.store.getState().wizard;

const dispatch = (context: ActionContext, event: WizardEvent): void =>
  context.store.setState(({ wizard }) => ({ wizard: reduceWizard(wizard, event) }));

const begin = (context: ActionContext, busy: Busy) => dispatch(context, { type: "began", busy });

const fail = (context: ActionContext, error: { readonly code: string; readonly message: string }) =>
  // Whoever pressed Stop knows that it was stopped.
  dispatch(context, { type: "failed", message: error.message, isSilent: error.code === "cancelled" });

/** Shows the wizard where it was left. */
export const openImport = (context: ActionContext): void => {
  dispatch(context, { type: "opened-again" });
  context.store.setState({ overlay: { kind: "import" } });
  void context.app.call("import/mappings", {}).then((answer) => {
    if (answer.ok) dispatch(context, { type: "mappings", mappings: answer.value });
  });
};

/** The market a new mapping begins with: the first that the store knows. */
const firstMarket = (context: ActionContext): string =>
  context.store.getState().catalog?.markets[0]?.mic ?? "";

export const inspectFile = async (context: ActionContext, format: FileFormat | null): Promise<void> => {
  const file = wizardOf(context).files[0];
  if (!file) return;
  if (format) dispatch(context, { type: "format", format });
  begin(context, "inspecting");
  const answer = await context.app.call("import/inspect", { fileId: file.fileId, format });
  // Another file may have been chosen meanwhile.
  if (wizardOf(context).files[0]?.fileId !== file.fileId) return;
  if (!answer.ok) return fail(context, answer.error);
  dispatch(context, { type: "inspected", inspection: answer.value, mic: firstMarket(context) });
};

/** Goes on with files that were picked or dropped. */
export const takeFiles = async (context: ActionContext, files: readonly PickedFile[]): Promise<void> => {
  if (files.length === 0) return;
  dispatch(context, { type: "picked", files });
  await inspectFile(context, null);
};

export const pickFiles = async (context: ActionContext): Promise<void> => {
  const answer = await context.app.call("import/pick", {});
  if (!answer.ok) return fail(context, answer.error);
  await takeFiles(context, answer.value);
};

/** Files dropped on the wizard. */
export const dropFiles = async (context: ActionContext, files: readonly File[]): Promise<void> => {
  if (files.length === 0 || wizardOf(context).busy !== null) return;
  const answer = await context.app.grantFiles(files);
  if (!answer.ok) return fail(context, answer.error);
  await takeFiles(context, answer.value);
};

export const changeDraft = (context: ActionContext, draft: MappingDraft): void =>
  dispatch(context, { type: "drafted", draft });

/** Takes over a saved or ready-made mapping, and reads the file as it says. */
export const chooseMapping = async (context: ActionContext, { mapping }: ListedMapping): Promise<void> => {
  dispatch(context, { type: "drafted", draft: draftFromMapping(mapping) });
  await inspectFile(context, mapping.format);
};

export const saveMapping = async (context: ActionContext, name: string): Promise<boolean> => {
  const mapping = currentMapping(wizardOf(context));
  if (!mapping) return false;
  const answer = await context.app.call("import/save-mapping", { mapping: { ...mapping, name } });
  if (!answer.ok) {
    fail(context, answer.error);
    return false;
  }
  dispatch(context, { type: "mappings", mappings: answer.value });
  return true;
};

export const goTo = (context: ActionContext, step: Step): void => {
  const wizard = wizardOf(context);
  if (!canGoTo(wizard, step)) return;
  dispatch(context, { type: "went", step });
  if (step === "check" && wizard.reports.length < wizard.files.length) void checkFiles(context);
};

/** A dry run over every file. */
export const checkFiles = async (context: ActionContext): Promise<void> => {
  const { files } = wizardOf(context);
  const mapping = currentMapping(wizardOf(context));
  if (!mapping) return;
  begin(context, "checking");
  for (const { fileId } of files) {
    const answer = await context.app.call("import/check", { fileId, mapping });
    if (!answer.ok) return fail(context, answer.error);
    dispatch(context, { type: "checked", fileId, report: answer.value });
  }
  dispatch(context, { type: "rested" });
};

/** Takes the files in, one after the other; those that are in stay in when a later one fails. */
export const importFiles = async (context: ActionContext): Promise<void> => {
  const { files, results } = wizardOf(context);
  const mapping = currentMapping(wizardOf(context));
  if (!mapping) return;
  dispatch(context, { type: "went", step: "import" });
  begin(context, "importing");
  const isDone = new Set(results.map(({ fileId }) => fileId));
  for (const { fileId } of files) {
    if (isDone.has(fileId)) continue;
    const answer = await context.app.call("import/run", { fileId, mapping });
    if (!answer.ok) return fail(context, answer.error);
    dispatch(context, { type: "imported", result: { ...answer.value, fileId, isUndone: false } });
  }
  dispatch(context, { type: "rested" });
};

export const stopImport = (context: ActionContext): void => void context.app.call("import/cancel", {});

export const undoBatch = async (context: ActionContext, batchId: string): Promise<void> => {
  begin(context, "undoing");
  const answer = await context.app.call("batch/undo", { batchId });
  if (!answer.ok) return fail(context, answer.error);
  dispatch(context, { type: "undone", batchId });
};

/** Has the open notebook read the store with the new rows; by name where the name is of one snapshot only. */
export const readNewSnapshot = async (context: ActionContext, snapshotId: string): Promise<void> => {
  const tab = activeTab(context.store.getState());
  if (!tab) return;
  const answer = await context.app.call("snapshot/list", {});
  const all = answer.ok ? answer.value : [];
  const name = all.find(({ id }) => id === snapshotId)?.name;
  const isOne = all.filter((each) => each.name === name).length === 1;
  handlesOf(context, tab.id).isDeclarationStale = true;
  chooseSnapshot(context, tab.id, name !== undefined && isOne ? name : snapshotId);
};

/** Main tells how far it is; the wizard shows it whether or not its dialog is open. */
export const hearImport = (context: ActionContext): void => {
  context.app.on("import/progress", (progress) => dispatch(context, { type: "progressed", progress }));
};
