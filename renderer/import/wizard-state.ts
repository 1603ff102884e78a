import type { ListedMapping, PickedFile } from "../../main/contract/import-calls.ts";
import type {
  FileFormat,
  FileInspection,
  ImportProgress,
  ImportReport,
} from "../../store/contract/import.ts";
import { draftFromMapping } from "./draft-from-mapping.ts";
import { emptyDraft, type MappingDraft } from "./mapping-draft.ts";
import { mappingFromDraft, missingColumns, missingKnown } from "./mapping-from-draft.ts";

export const steps = ["file", "map", "known", "check", "import"] as const;
export type Step = (typeof steps)[number];

/** What became of one file. */
export interface ImportResult {
  readonly fileId: string;
  readonly report: ImportReport;
  readonly batchId: string | null;
  readonly snapshotId: string | null;
  readonly isUndone: boolean;
}

export type Busy = "inspecting" | "checking" | "importing" | "undoing";

/** Everything the wizard knows. It outlives its dialog, so that closing by mistake loses nothing. */
export interface WizardState {
  readonly step: Step;
  readonly files: readonly PickedFile[];
  readonly inspection: FileInspection | null;
  /** The format the reader chose in place of the detected one. */
  readonly format: FileFormat | null;
  readonly draft: MappingDraft | null;
  readonly mappings: readonly ListedMapping[];
  readonly busy: Busy | null;
  readonly progress: (ImportProgress & { readonly fileId: string }) | null;
  /** Of the dry run of the present draft, one per file; empty when the draft has changed since. */
  readonly reports: readonly { readonly fileId: string; readonly report: ImportReport }[];
  readonly results: readonly ImportResult[];
  readonly message: string | null;
}

export const emptyWizard: WizardState = {
  step: "file",
  files: [],
  inspection: null,
  format: null,
  draft: null,
  mappings: [],
  busy: null,
  progress: null,
  reports: [],
  results: [],
  message: null,
};

export type WizardEvent =
  | { readonly type: "opened-again" }
  | { readonly type: "picked"; readonly files: readonly PickedFile[] }
  | { readonly type: "began"; readonly busy: Busy }
  | { readonly type: "failed"; readonly message: string; readonly isSilent?: boolean }
  | { readonly type: "inspected"; readonly inspection: FileInspection; readonly mic: string }
  | { readonly type: "format"; readonly format: FileFormat }
  | { readonly type: "mappings"; readonly mappings: readonly ListedMapping[] }
  | { readonly type: "drafted"; readonly draft: MappingDraft }
  | { readonly type: "went"; readonly step: Step }
  | { readonly type: "progressed"; readonly progress: ImportProgress & { readonly fileId: string } }
  | { readonly type: "checked"; readonly fileId: string; readonly report: ImportReport }
  | { readonly type: "imported"; readonly result: ImportResult }
  | { readonly type: "undone"; readonly batchId: string }
  | { readonly type: "rested" };

export const columnNames = ({ inspection }: WizardState): string[] =>
  inspection?.columns.map(({ name }) => name) ?? [];

/** The mapping that the draft amounts to, once nothing is missing. */
export const currentMapping = (state: WizardState) =>
  state.draft && state.inspection
    ? mappingFromDraft(state.draft, state.inspection.format, columnNames(state))
    : null;

/** Whether a step can be gone to: everything before it is settled. */
export const canGoTo = (state: WizardState, step: Step): boolean => {
  const { draft, inspection, files } = state;
  if (state.busy !== null) return false;
  if (step === "file") return true;
  if (files.length === 0 || !inspection || !draft) return false;
  if (step === "map") return true;
  const columns = columnNames(state);
  if (missingColumns(draft, columns).length > 0) return false;
  if (step === "known") return true;
  if (missingKnown(draft, columns).length > 0) return false;
  if (step === "check") return true;
  return state.reports.length === files.length || state.results.length > 0;
};

const draftFor = (inspection: FileInspection, before: MappingDraft | null, mic: string): MappingDraft => {
  // Another way of reading the same columns must not throw away what was mapped.
  const names = inspection.columns.map(({ name }) => name);
  const isStillMapped =
    before !== null && missingColumns(before, names).every(({ kind }) => kind !== "column");
  if (before && isStillMapped && Object.keys(before.sources).length > 0) return before;
  return inspection.guess ? draftFromMapping(inspection.guess) : emptyDraft(inspection.fileName, mic);
};

export const reduceWizard = (state: WizardState, event: WizardEvent): WizardState => {
  switch (event.type) {
    case "opened-again":
      // What is finished is not shown a second time; what is unfinished goes on.
      return state.results.length > 0 && state.busy === null
        ? { ...emptyWizard, mappings: state.mappings }
        : { ...state, message: null };
    case "picked":
      return { ...emptyWizard, mappings: state.mappings, files: event.files };
    case "began":
      return { ...state, busy: event.busy, message: null, progress: null };
    case "failed":
      return { ...state, busy: null, progress: null, message: event.isSilent ? null : event.message };
    case "inspected":
      return {
        ...state,
        busy: null,
        inspection: event.inspection,
        draft: draftFor(event.inspection, state.draft, event.mic),
        reports: [],
      };
    case "format":
      return { ...state, format: event.format, reports: [] };
    case "mappings":
      return { ...state, mappings: event.mappings };
    case "drafted":
      return { ...state, draft: event.draft, reports: [], message: null };
    case "went":
      return { ...state, step: event.step, message: null };
    case "progressed":
      return state.busy === null ? state : { ...state, progress: event.progress };
    case "checked":
      return {
        ...state,
        reports: [
          ...state.reports.filter(({ fileId }) => fileId !== event.fileId),
          { fileId: event.fileId, report: event.report },
        ],
      };
    case "imported":
      return { ...state, results: [...state.results, event.result], progress: null };
    case "undone":
      return {
        ...state,
        busy: null,
        results: state.results.map((result) =>
          result.batchId === event.batchId ? { ...result, isUndone: true } : result,
        ),
      };
    case "rested":
      return { ...state, busy: null, progress: null };
  }
};
