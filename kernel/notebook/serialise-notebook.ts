import type { Notebook, NotebookCell } from "../contract/document.ts";
import { writeCellBody } from "./cell-body.ts";
import { writeCellHeader } from "./cell-header.ts";
import { writeFrontMatter } from "./front-matter.ts";
import { emptyDocument, type NotebookDocument, type WrittenCell } from "./notebook-document.ts";
import { joinLines, keepLines, type Line } from "./notebook-lines.ts";

const LINE_FEED = "\n";
const END_OF_FILE: Line = { text: "", end: "" };

const hasSameHeader = (a: NotebookCell, b: NotebookCell): boolean =>
  a.id === b.id &&
  a.kind === b.kind &&
  a.attributes.length === b.attributes.length &&
  a.attributes.every(
    ([name, value], index) => name === b.attributes[index]![0] && value === b.attributes[index]![1],
  );

const headerOf = (cell: NotebookCell, written: WrittenCell | undefined, eol: Line["end"]): Line => {
  if (!written) return { text: writeCellHeader(cell), end: eol };
  return hasSameHeader(cell, written.cell)
    ? written.header
    : { ...written.header, text: writeCellHeader(cell) };
};

const bodyOf = (cell: NotebookCell, written: WrittenCell | undefined, eol: Line["end"]): readonly Line[] => {
  if (written && cell.kind === written.cell.kind && cell.source === written.cell.source) return written.body;
  const texts = writeCellBody(cell.kind, cell.source).split(LINE_FEED);
  return keepLines(written?.body ?? [], texts, written?.header.end || eol);
};

/** A cell's lines. Cells that touch stay so, unless the body's own last blank line would be taken for a separator. */
const linesOf = (cell: NotebookCell, document: NotebookDocument, isLast: boolean): Line[] => {
  const written = document.written.get(cell.id);
  const header = headerOf(cell, written, document.eol);
  const body = bodyOf(cell, written, document.eol);
  const isOpenEnded = body.length > 1 && body.at(-1)!.text === "";
  const canTouch = written && written.separator === null && !isOpenEnded;
  if (canTouch && (isLast ? written.isUnended : !written.isUnended)) return [header, ...body];
  return [header, ...body, written?.separator ?? (isLast ? END_OF_FILE : { text: "", end: document.eol })];
};

const headOf = (notebook: Notebook, document: NotebookDocument): Line[] => {
  const yaml = writeFrontMatter(document.frontMatter, notebook);
  const { open, yamlLines, close, eol } = document;
  if (yaml === document.frontMatter.yaml) return [open, ...yamlLines, ...close];
  // What is compared is the YAML; what is kept is the line with its comment marks.
  const old = document.frontMatter.yaml.split(LINE_FEED).map((text): Line => ({ text, end: eol }));
  const kept = new Map(old.map((line, index) => [line, yamlLines[index]!]));
  const lines = keepLines(old, yaml.split(LINE_FEED), open.end || eol).map(
    (line) => kept.get(line) ?? { ...line, text: line.text === "" ? "//" : `// ${line.text}` },
  );
  return [open, ...lines, ...close];
};

/**
 * Writes a notebook as a `*.nb.ts` file. With the document of the file it came from, every line that no edit touched
 * is written back byte for byte.
 */
export const serialiseNotebook = (
  notebook: Notebook,
  document: NotebookDocument = emptyDocument(),
): string => {
  const { cells } = notebook;
  const lines = [
    ...headOf(notebook, document),
    ...cells.flatMap((cell, index) => linesOf(cell, document, index === cells.length - 1)),
  ];
  return document.bom + joinLines(lines, document.eol);
};
