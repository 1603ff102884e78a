import type { NotebookCell } from "../contract/document.ts";
import type { NamePlace } from "./cell-checker.ts";
import { isName } from "./is-name.ts";
import { readSqlParameters } from "./sql-parameters.ts";

/** A cell as a rename leaves it. */
export interface RenamedCell {
  readonly cellId: string;
  readonly source: string;
  readonly attributes: NotebookCell["attributes"];
}

export type RenameRefusal = "nothing-here" | "not-a-name" | "not-yours" | "imported" | "name-taken";

const RESULT_NAME = "as";
/** The declarations of SQL cells' results, one file each, so that a place in one leads to its cell. */
const RESULTS = "/sql-results/";
export const resultPathOf = (cellId: string): string => `${RESULTS}${cellId}.d.ts`;
export const isResultPath = (path: string): boolean => path.startsWith(RESULTS);
const resultCellOf = (path: string): string | null =>
  isResultPath(path) ? path.slice(RESULTS.length, -".d.ts".length) : null;

interface Insertion {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
const applyAll = (source: string, insertions: readonly Insertion[]): string =>
  insertions
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);

const sqlUses = (source: string, name: string, newName: string): Insertion[] =>
  readSqlParameters(source)
    .uses.filter((use) => use.name === name)
    .map(({ start, end }) => {
      const written = source.slice(start, end);
      return { start, end, text: written.replace(name, () => newName) };
    });

/**
 * The cells that change when a name gets another: its declaration, its uses in code, and where the name crosses
 * cells, the parameters and the result names of SQL cells.
 *
 * @param places where the type check found the name; those in declarations that no cell stands for are not ours
 * @param isShared whether a cell defines the name at its top level, so that others see it
 * @param isTaken whether a cell defines or reads the new name already
 */
export const renameName = (
  cells: readonly NotebookCell[],
  places: readonly NamePlace[],
  names: { readonly name: string; readonly newName: string },
  { isShared, isTaken }: { readonly isShared: boolean; readonly isTaken: boolean },
): readonly RenamedCell[] | RenameRefusal => {
  const { name, newName } = names;
  if (!isName(newName)) return "not-a-name";
  if (places.some(({ cellId, path }) => cellId === null && resultCellOf(path) === null)) return "not-yours";
  if (isTaken && name !== newName) return "name-taken";
  const results = new Set(places.map(({ path }) => resultCellOf(path)));
  return cells.flatMap((cell): RenamedCell[] => {
    const isResult =
      results.has(cell.id) ||
      (isShared &&
        cell.kind === "sql" &&
        cell.attributes.some(([key, value]) => key === RESULT_NAME && value === name));
    const insertions =
      cell.kind === "code"
        ? places
            .filter(({ cellId }) => cellId === cell.id)
            .map(({ start, end, prefix, suffix }) => ({ start, end, text: `${prefix}${newName}${suffix}` }))
        : cell.kind === "sql" && isShared
          ? sqlUses(cell.source, name, newName)
          : [];
    if (insertions.length === 0 && !isResult) return [];
    const attributes = isResult
      ? cell.attributes.map(([key, value]): [string, string] => [key, key === RESULT_NAME ? newName : value])
      : cell.attributes;
    return [{ cellId: cell.id, source: applyAll(cell.source, insertions), attributes }];
  });
};
