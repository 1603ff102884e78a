import type { Notebook, NotebookCell } from "../contract/document.ts";
import type { FrontMatter } from "./front-matter.ts";
import type { Line } from "./notebook-lines.ts";

/** A cell as it stood in the file: its header, its body, and the blank line that parts it from the next, if any. */
export interface WrittenCell {
  readonly cell: NotebookCell;
  readonly header: Line;
  readonly body: readonly Line[];
  readonly separator: Line | null;
  /** The file ended with this cell, without a line end. */
  readonly isUnended: boolean;
}

/** What a file says beyond the notebook's value: line ends, unknown keys, spacing. Opaque to callers. */
export interface NotebookDocument {
  readonly bom: string;
  /** How most lines of the file end. */
  readonly eol: "\n" | "\r\n";
  readonly frontMatter: FrontMatter;
  /** The lines between the fences as written, one for each line of the front matter's YAML. */
  readonly yamlLines: readonly Line[];
  /** The opening fence; the closing fence and the blank lines behind it. */
  readonly open: Line;
  readonly close: readonly Line[];
  readonly written: ReadonlyMap<string, WrittenCell>;
}

export const emptyDocument = (): NotebookDocument => ({
  bom: "",
  eol: "\n",
  frontMatter: { values: { title: "", snapshot: "", asOf: null }, yaml: "asof: 1" },
  open: { text: "// ---", end: "\n" },
  yamlLines: [{ text: "// asof: 1", end: "\n" }],
  close: [
    { text: "// ---", end: "\n" },
    { text: "", end: "\n" },
  ],
  written: new Map(),
});

/** A notebook without a cell, that asks for the newest data of the given snapshot. */
export const emptyNotebook = (title = "", snapshot = ""): Notebook => ({
  title,
  snapshot,
  asOf: null,
  cells: [],
});
