import type { CellKind, Notebook, NotebookCell } from "../../../kernel/contract/document.ts";

type CellText = Pick<NotebookCell, "source" | "attributes">;

/** What one cell said and says. */
export interface CellChange {
  readonly cellId: string;
  readonly before: CellText;
  readonly after: CellText;
}

/** A change of the notebook that says enough to be undone. */
export type Edit =
  | { readonly type: "insert"; readonly index: number; readonly cell: NotebookCell }
  | { readonly type: "remove"; readonly index: number; readonly cell: NotebookCell }
  | { readonly type: "move"; readonly from: number; readonly to: number }
  | { readonly type: "source"; readonly cellId: string; readonly before: string; readonly after: string }
  | { readonly type: "kind"; readonly cellId: string; readonly before: CellKind; readonly after: CellKind }
  /** The header's attributes, such as the name of a SQL cell's result. */
  | {
      readonly type: "attributes";
      readonly cellId: string;
      readonly before: NotebookCell["attributes"];
      readonly after: NotebookCell["attributes"];
    }
  /** Several cells at once, as a rename leaves them: one step of undo. */
  | { readonly type: "cells"; readonly changes: readonly CellChange[] }
  /** The snapshot that the front matter names. */
  | { readonly type: "snapshot"; readonly before: string; readonly after: string }
  /** Another program's text, taken over as a whole. */
  | { readonly type: "reload"; readonly before: Notebook; readonly after: Notebook };

const withCell = (
  cells: readonly NotebookCell[],
  cellId: string,
  change: Partial<NotebookCell>,
): NotebookCell[] => cells.map((cell) => (cell.id === cellId ? { ...cell, ...change } : cell));

const RESULT_NAME = "as";

/** The name under which other cells see a SQL cell's result; empty when it has none. */
export const resultNameOf = ({ attributes }: Pick<NotebookCell, "attributes">): string =>
  attributes.find(([key]) => key === RESULT_NAME)?.[1] ?? "";

/** A cell's attributes with another name for its result; an empty one takes the name away. */
export const withResultName = (
  { attributes }: Pick<NotebookCell, "attributes">,
  name: string,
): NotebookCell["attributes"] => {
  const others = attributes.filter(([key]) => key !== RESULT_NAME);
  return name === "" ? others : [[RESULT_NAME, name], ...others];
};

type CellEdit = Exclude<Edit, { readonly type: "snapshot" | "reload" }>;

const editCells = (cells: readonly NotebookCell[], edit: CellEdit): NotebookCell[] => {
  switch (edit.type) {
    case "insert":
      return cells.toSpliced(edit.index, 0, edit.cell);
    case "remove":
      return cells.toSpliced(edit.index, 1);
    case "move":
      return cells.toSpliced(edit.from, 1).toSpliced(edit.to, 0, cells[edit.from]!);
    case "source":
      return withCell(cells, edit.cellId, { source: edit.after });
    case "kind":
      return withCell(cells, edit.cellId, { kind: edit.after });
    case "attributes":
      return withCell(cells, edit.cellId, { attributes: edit.after });
    case "cells":
      return edit.changes.reduce<NotebookCell[]>(
        (changed, { cellId, after }) => withCell(changed, cellId, after),
        [...cells],
      );
  }
};

export const applyEdit = (notebook: Notebook, edit: Edit): Notebook => {
  if (edit.type === "reload") return edit.after;
  if (edit.type === "snapshot") return { ...notebook, snapshot: edit.after };
  return { ...notebook, cells: editCells(notebook.cells, edit) };
};

/** The edit that takes `edit` back. */
export const invertEdit = (edit: Edit): Edit => {
  switch (edit.type) {
    case "insert":
      return { ...edit, type: "remove" };
    case "remove":
      return { ...edit, type: "insert" };
    case "move":
      return { type: "move", from: edit.to, to: edit.from };
    case "source":
      return { ...edit, before: edit.after, after: edit.before };
    case "kind":
      return { ...edit, before: edit.after, after: edit.before };
    case "attributes":
      return { ...edit, before: edit.after, after: edit.before };
    case "cells":
      return {
        ...edit,
        changes: edit.changes.map(({ cellId, before, after }) => ({ cellId, before: after, after: before })),
      };
    case "snapshot":
      return { ...edit, before: edit.after, after: edit.before };
    case "reload":
      return { ...edit, before: edit.after, after: edit.before };
  }
};
