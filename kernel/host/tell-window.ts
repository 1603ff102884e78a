import type { Server } from "../../wire/serve.ts";
import type { CellError, Display } from "../contract/display.ts";
import type { CellOutputs, CellStatus, KernelContract, Variable } from "../contract/kernel-contract.ts";
import type { AnalysedNotebook } from "./analysed-notebook.ts";
import { atMostEvery } from "./at-most-every.ts";
import { failureOf } from "./cell-runner.ts";
import type { SetTimer } from "./cell-worker-link.ts";
import { excerptOf } from "./excerpt.ts";
import type { TableKeeper } from "./table-keeper.ts";

/** Quick backtests tell how far they are hundreds of times a second, and each message is read and drawn. */
const PROGRESS_MS = 200;

/** A cell that ends sooner is told with its end alone: what it shows is drawn once, and so the sooner. */
const SHORT_RUN_MS = 30;

export interface TellingSurroundings {
  readonly notebook: AnalysedNotebook;
  readonly keeper: TableKeeper;
  emit: Server<KernelContract>["emit"];
  /** Of every cell, those of other notebooks too. */
  statuses(): readonly CellStatus[];
  readonly setTimer: SetTimer;
}

/** An error with the lines around it, in the text that ran. Whatever the cell itself said of them goes. */
export const withExcerpt = ({ excerpt: _, ...error }: CellError, text: string | undefined): CellError => {
  const excerpt = text === undefined ? null : excerptOf(text, { ...error, firstLine: 1, notebook: null });
  return excerpt ? { ...error, excerpt } : error;
};

/** What the window, or the command line, is told: of the notebook's own cells, and of others at their imports. */
export const createTelling = ({ notebook, keeper, emit, statuses, setTimer }: TellingSurroundings) => {
  const variables = new Map<string, readonly Variable[]>();
  let said = new Map<string, string>();
  /** What cells showed and the next message takes along. */
  const untold: CellOutputs[] = [];
  let forgetBegin: (() => void) | null = null;

  /** Where what a cell says is shown: of another notebook's cell where its names are imported, with that one's name. */
  const sayAt = (cellId: string, text: string): { readonly cellId: string; readonly text: string } | null => {
    const from = notebook.importedFrom(cellId);
    if (!from) return { cellId, text };
    const site = notebook.importSites.find(({ needs }) => needs.has(cellId));
    return site ? { cellId: site.cellId, text: `${from.notebook}: ${text}` } : null;
  };
  const tellProgress = atMostEvery<{ cellId: string; fraction: number; label: string }>(
    PROGRESS_MS,
    ({ cellId, fraction, label }) => {
      const at = sayAt(cellId, label);
      if (at) emit("run/progress", { cellId: at.cellId, fraction, label: at.text });
    },
  );
  const shownStatuses = (): CellStatus[] => statuses().filter(({ cellId }) => !notebook.importedFrom(cellId));
  const tellVariables = (): void => {
    emit("variables/changed", { variables: [...variables.values()].flat() });
  };
  /** Says in one message what cells showed since the last one, and which statuses are others now. */
  const tellChanges = (): void => {
    forgetBegin?.();
    forgetBegin = null;
    const all = shownStatuses();
    const next = new Map(all.map((status) => [status.cellId, Object.values(status).join()]));
    const changed = all.filter(({ cellId }) => said.get(cellId) !== next.get(cellId));
    said = next;
    const outputs = untold.splice(0);
    if (outputs.length > 0 || changed.length > 0) emit("cells/changed", { outputs, statuses: changed });
  };
  const show = (cellId: string, runNumber: number, outputs: readonly Display[]): readonly Display[] => {
    const shown = keeper.take(cellId, outputs);
    untold.push({ cellId, runNumber, outputs: shown });
    return shown;
  };

  return {
    tellProgress,
    tellConsole: (cellId: string, level: "log" | "info" | "warn" | "error", text: string): void => {
      const at = sayAt(cellId, text);
      if (at) emit("cell/console", { ...at, level });
    },
    shownStatuses,
    tellChanges,
    /** A cell began: that is said when nothing else is to be said soon. */
    tellBegin: (): void => {
      forgetBegin ??= setTimer(tellChanges, SHORT_RUN_MS);
    },
    putVariables: (cellId: string, values: readonly Variable[]): void => {
      variables.set(cellId, values);
      tellVariables();
    },
    clearVariables: (): void => {
      variables.clear();
      tellVariables();
    },
    /** Forgets the variables of cells that are none of these; gives the cells that had some. */
    keepVariablesOf: (ids: ReadonlySet<string>): readonly string[] => {
      const gone = [...variables.keys()].filter((cellId) => !ids.has(cellId));
      for (const cellId of gone) variables.delete(cellId);
      if (gone.length > 0) tellVariables();
      return gone;
    },
    /** The outputs of a cell's run as they will be told. */
    show,
    /** A cell of another notebook failed: that is said where its names are imported. */
    showImportFailure: (
      failedId: string,
      runNumber: number,
      { name, message, line, column: failedColumn }: CellError,
    ): void => {
      const { notebook: of, firstLine } = notebook.importedFrom(failedId)!;
      const text = notebook.folderText(of);
      const place = { firstLine, notebook: of, line, column: failedColumn };
      const excerpt = (line !== null && text && excerptOf(text, place)) || undefined;
      const at = line === null ? of : `${of}, line ${firstLine + line - 1}`;
      const error = failureOf("import-failed", name, `${at}: ${message}`);
      for (const site of notebook.importSites) {
        if (!site.needs.has(failedId)) continue;
        const { cellId, line, column } = site;
        const shown = { ...error, line, column, ...(excerpt && { excerpt }) };
        show(cellId, runNumber, [{ kind: "error", error: shown }]);
      }
    },
    /** Cells that were asked to run and cannot, each with the first of its faults. */
    showCheckErrors: (wanted: ReadonlySet<string>, runNumber: number): void => {
      const { diagnostics } = notebook.analysis;
      for (const cellId of wanted) {
        const found = diagnostics.find((each) => each.cellId === cellId && each.severity === "error");
        if (!found) continue;
        const { code, message, line, column } = found;
        const error = { ...failureOf(code, "CheckError", message), line, column };
        const shown = withExcerpt(error, notebook.sourceOf(cellId));
        show(cellId, runNumber, [{ kind: "error", error: shown }]);
      }
    },
  };
};

export type Telling = ReturnType<typeof createTelling>;
