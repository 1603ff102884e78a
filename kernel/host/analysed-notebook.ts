import type { NotebookCell } from "../contract/document.ts";
import type { Analysis, Diagnostic } from "../contract/kernel-contract.ts";
import type { LanguageUpdate } from "../language/language.ts";
import { liftDiagnostics } from "../language/lift-diagnostics.ts";
import type { FolderNotebook } from "../language/notebook-modules.ts";
import type { AsyncLanguage } from "./async-language.ts";
import { createTextHashes } from "./input-hashes.ts";
import type { NotebookWorld } from "./notebook-world.ts";
import type { ScheduledCell } from "./plan-run.ts";
import type { SqlQuestions } from "./sql-questions.ts";

export interface AnalysisSurroundings {
  readonly language: AsyncLanguage;
  readonly sql: SqlQuestions;
  readonly world: NotebookWorld;
  /** What the editor knows of names is other than before. */
  onTypes(): void;
  /** The cells are these, or their texts are others. */
  onCells(cellIds: ReadonlySet<string>): void;
  /** Types were checked, which follows a change of cells. */
  onChecked(analysis: Analysis): void;
}

export interface NotebookInput {
  readonly version: number;
  readonly snapshot: string | null;
  readonly asOf: number | null;
  readonly cells: readonly NotebookCell[];
  readonly notebooks: readonly FolderNotebook[];
}

/** The cell of another notebook that runs here for an import. */
export interface ImportedCell {
  readonly notebook: string;
  readonly firstLine: number;
}

/** The notebook's text as the language understands it: its graph, its compiled cells and its faults. */
export interface AnalysedNotebook {
  readonly analysis: Analysis;
  readonly compiled: LanguageUpdate["compiled"];
  readonly importSites: LanguageUpdate["importSites"];
  /** The cells as the scheduler sees them. */
  readonly scheduled: readonly ScheduledCell[];
  /** Null for a cell of the notebook itself. */
  importedFrom(cellId: string): ImportedCell | null;
  sourceOf(cellId: string): string | undefined;
  /** The text of another notebook of the folder. */
  folderText(notebook: string): string | null;
  /** Takes in what was typed. Types follow. */
  update(input: NotebookInput): Promise<Analysis>;
  checkAgain(): void;
  /** Settles when all that was typed is taken in. */
  isUpdated(): Promise<void>;
  /** Settles when types are checked as well. */
  isChecked(): Promise<void>;
}

const emptyUpdate: LanguageUpdate = {
  analysis: { cells: [], diagnostics: [], imports: [] },
  units: [],
  importSites: [],
  compiled: [],
  areDeclarationsNew: false,
};

export const createAnalysedNotebook = (around: AnalysisSurroundings): AnalysedNotebook => {
  const { language, sql, world } = around;
  const codeHashes = createTextHashes();
  let version = 0;
  let update: LanguageUpdate = emptyUpdate;
  let typeDiagnostics: readonly Diagnostic[] = [];
  let imported: ReadonlyMap<string, ImportedCell> = new Map();
  let sources: ReadonlyMap<string, string> = new Map();
  let folderTexts: ReadonlyMap<string, string | null> = new Map();
  let checked: Promise<void> = Promise.resolve();
  let updates: Promise<unknown> = Promise.resolve();

  const analysis = (): Analysis => ({
    ...update.analysis,
    version,
    diagnostics: [...update.analysis.diagnostics, ...typeDiagnostics],
  });

  const checkTypes = async (ofVersion: number): Promise<void> => {
    await world.isTried;
    const cells = update.compiled.flatMap(({ cellId, sql }) => (sql ? [{ cellId, sql }] : []));
    const described = await sql.describe(cells, world.snapshot);
    if (ofVersion !== version) return;
    if (await language.declareSql(described.columns)) around.onTypes();
    const found = await language.check();
    if (ofVersion !== version) return;
    const { units, importSites } = update;
    typeDiagnostics = [...found, ...liftDiagnostics(described.diagnostics, units, importSites)];
    around.onChecked(analysis());
  };

  const takeIn = async (input: NotebookInput): Promise<Analysis> => {
    world.choose(input.snapshot);
    update = await language.update(input.cells, input.notebooks);
    imported = new Map(update.units.flatMap(({ cellId, imported: from }) => (from ? [[cellId, from]] : [])));
    version = input.version;
    world.standAt(input.asOf);
    sources = new Map(input.cells.map(({ id, source }) => [id, source]));
    folderTexts = new Map(input.notebooks.map(({ name, text }) => [name, text]));
    if (update.areDeclarationsNew) around.onTypes();
    const ids = new Set(update.units.map(({ cellId }) => cellId));
    // Types follow; until then a cell that failed the check and was not touched stays failed.
    typeDiagnostics = typeDiagnostics.filter(({ cellId }) => ids.has(cellId));
    const answer = analysis();
    around.onCells(ids);
    checked = checkTypes(input.version);
    return answer;
  };

  return {
    get analysis() {
      return analysis();
    },
    get compiled() {
      return update.compiled;
    },
    get importSites() {
      return update.importSites;
    },
    get scheduled() {
      const faulty = new Set(
        analysis().diagnostics.flatMap(({ severity, cellId }) => (severity === "error" ? [cellId] : [])),
      );
      const texts = new Map(
        update.compiled.map(({ cellId, code, inputs }) => [
          cellId,
          // A value that a reader chose counts like the code it stands for.
          inputs ? `${code}\n${JSON.stringify(inputs)}` : code,
        ]),
      );
      return update.units.map(({ cellId, needs, isHeavy }) => ({
        cellId,
        needs,
        isHeavy,
        codeHash: codeHashes.of(cellId, texts.get(cellId) ?? ""),
        hasErrors: faulty.has(cellId),
      }));
    },
    importedFrom: (cellId) => imported.get(cellId) ?? null,
    sourceOf: (cellId) => sources.get(cellId),
    folderText: (notebook) => folderTexts.get(notebook) ?? null,
    update: (input) => {
      const answer = updates.then(() => takeIn(input));
      updates = answer.catch(() => {});
      return answer;
    },
    checkAgain: () => {
      checked = checkTypes(version);
    },
    isUpdated: async () => {
      await updates;
    },
    isChecked: async () => {
      await updates;
      await checked;
    },
  };
};
