import type { Notebook, NotebookCell } from "../contract/document.ts";
import type { FrontMatter } from "./front-matter.ts";

/** A cell as it stood in the file: while the cell is unchanged, its own text is written back. */
export interface WrittenCell {
  readonly cell: NotebookCell;
  readonly text: string;
  readonly isLast: boolean;
}

/** What a file says beyond the notebook's value: line ends, unknown keys, spacing. Opaque to callers. */
export interface NotebookDocument {
  readonly bom: string;
  readonly eol: "\n" | "\r\n";
  readonly frontMatter: FrontMatter;
  /** Everything above the first cell, as written. */
  readonly head: string;
  readonly written: ReadonlyMap<string, WrittenCell>;
}

export const emptyDocument = (): NotebookDocument => ({
  bom: "",
  eol: "\n",
  frontMatter: { values: { title: "", snapshot: "", asOf: null }, yaml: "asof: 1" },
  head: "",
  written: new Map(),
});

/** A notebook without a cell, that asks for the newest data of the given snapshot. */
export const emptyNotebook = (title = "", snapshot = ""): Notebook => ({
  title,
  snapshot,
  asOf: null,
  cells: [],
});
