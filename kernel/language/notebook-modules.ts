import type { NotebookCell } from "../contract/document.ts";
import { parseNotebook } from "../notebook/index.ts";
import type { CellSyntax } from "./cell-syntax.ts";
import { findComponents } from "./find-components.ts";

/** A notebook of the same folder, as read for an import; a text of null says that it is not there. */
export interface FolderNotebook {
  readonly name: string;
  readonly text: string | null;
}

/** A cell with the notebook it is of; the open notebook itself is "". */
export interface LanguageCell {
  readonly cell: NotebookCell;
  readonly notebook: string;
  /** Its id in the graph: the cell's own, or one that no cell of the open notebook can have. */
  readonly cellId: string;
  readonly syntax: CellSyntax;
  /** 1-based line of its file on which its source begins. */
  readonly firstLine: number;
}

export interface NotebookModule {
  readonly name: string;
  readonly cells: readonly LanguageCell[];
  /** Why nothing can be imported from it; null when something can. */
  readonly fault: string | null;
}

/** The key under which a name of a notebook is known to all of them. */
export const keyOf = (notebook: string, name: string): string =>
  notebook === "" ? name : `${notebook}:${name}`;

// No cell id holds a slash, so that an imported cell is never taken for one of the open notebook. The rest of the
// characters are those that a stack trace can carry.
export const importedId = (notebook: string, cellId: string): string =>
  `${notebook.replace(/[^\w.]/g, (sign) => `-${sign.codePointAt(0)!.toString(16)}-`)}/${cellId}`;

export type ReadSyntax = (cellId: string, cell: NotebookCell) => CellSyntax;

const isCode = ({ kind }: NotebookCell): boolean => kind !== "markdown";

const readModule = ({ name, text }: FolderNotebook, readSyntax: ReadSyntax): NotebookModule => {
  if (text === null) {
    return {
      name,
      cells: [],
      fault: `There is no ${name} to read in this notebook's folder: save it there first.`,
    };
  }
  const parsed = parseNotebook(text);
  if (!parsed.ok) {
    const { line, message } = parsed.error;
    return { name, cells: [], fault: `${name} is no notebook that can be read. Line ${line}: ${message}` };
  }
  const cells = parsed.notebook.cells.filter(isCode).map((cell): LanguageCell => {
    const cellId = importedId(name, cell.id);
    const firstLine = parsed.sourceLines.get(cell.id) ?? 1;
    return { cell, notebook: name, cellId, syntax: readSyntax(cellId, cell), firstLine };
  });
  return { name, cells, fault: null };
};

const importedBy = (cells: readonly LanguageCell[]): string[] =>
  cells.flatMap(({ syntax }) =>
    syntax.imports.flatMap(({ notebook, isRefused }) => (notebook === null || isRefused ? [] : [notebook])),
  );

/**
 * Reads the notebooks that cells import, and those that these import. One that the caller did not hand over is named
 * in `wanted` all the same, and has a fault until it is.
 */
export const readModules = (
  open: readonly LanguageCell[],
  folder: readonly FolderNotebook[],
  readSyntax: ReadSyntax,
): { readonly modules: ReadonlyMap<string, NotebookModule>; readonly wanted: readonly string[] } => {
  const texts = new Map(folder.map((each) => [each.name, each]));
  const modules = new Map<string, NotebookModule>();
  const waiting = importedBy(open);
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (modules.has(name)) continue;
    const given = texts.get(name);
    const unread = { name, cells: [], fault: `${name} has not been read yet.` };
    const module = given ? readModule(given, readSyntax) : unread;
    modules.set(name, module);
    waiting.push(...importedBy(module.cells));
  }
  return { modules: withCycleFaults(modules), wanted: [...modules.keys()].sort() };
};

const withCycleFaults = (
  modules: ReadonlyMap<string, NotebookModule>,
): ReadonlyMap<string, NotebookModule> => {
  const names = [...modules.keys()].sort();
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const needs = names.map((name) => importedBy(modules.get(name)!.cells).map((other) => indexOf.get(other)!));
  const faulty = new Map(modules);
  for (const members of findComponents(needs)) {
    const [first] = members as [number];
    if (members.length === 1 && !needs[first]!.includes(first)) continue;
    const circle = members.map((index) => names[index]!);
    const fault =
      circle.length === 1
        ? `${circle[0]} imports itself, so it cannot be run first.`
        : `${circle.slice(0, -1).join(", ")} and ${circle.at(-1)} import each other, so none can run first: take one of the imports out.`;
    for (const name of circle) faulty.set(name, { ...modules.get(name)!, fault });
  }
  return faulty;
};
