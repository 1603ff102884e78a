import type { Notebook, NotebookCell } from "../contract/document.ts";
import { writeCellBody } from "./cell-body.ts";
import { writeCellHeader } from "./cell-header.ts";
import { writeFrontMatter } from "./front-matter.ts";
import { emptyDocument, type NotebookDocument, type WrittenCell } from "./notebook-document.ts";

const isSameCell = (a: NotebookCell, b: NotebookCell): boolean =>
  a.id === b.id &&
  a.kind === b.kind &&
  a.source === b.source &&
  a.attributes.length === b.attributes.length &&
  a.attributes.every(
    ([name, value], index) => name === b.attributes[index]![0] && value === b.attributes[index]![1],
  );

const writeCell = (cell: NotebookCell, isLast: boolean): string =>
  `${writeCellHeader(cell)}\n${writeCellBody(cell.kind, cell.source)}\n${isLast ? "" : "\n"}`;

const writeHead = (notebook: Notebook, document: NotebookDocument): string => {
  const yaml = writeFrontMatter(document.frontMatter, notebook);
  if (yaml === document.frontMatter.yaml && document.head !== "") return document.head;
  const lines = yaml.split("\n").map((line) => (line === "" ? "//" : `// ${line}`));
  return ["// ---", ...lines, "// ---", "", ""].join("\n").replaceAll("\n", document.eol);
};

/**
 * Writes a notebook as a `*.nb.ts` file. With the document of the file it came from, whatever did not change is
 * written back byte for byte.
 */
export const serialiseNotebook = (
  notebook: Notebook,
  document: NotebookDocument = emptyDocument(),
): string => {
  const parts = notebook.cells.map((cell, index) => {
    const isLast = index === notebook.cells.length - 1;
    const written: WrittenCell | undefined = document.written.get(cell.id);
    const canKeep = written && written.isLast === isLast && isSameCell(written.cell, cell);
    return canKeep ? written.text : writeCell(cell, isLast).replaceAll("\n", document.eol);
  });
  const head = writeHead(notebook, document);
  const needsLineEnd = parts.length > 0 && !head.endsWith("\n");
  return document.bom + head + (needsLineEnd ? document.eol : "") + parts.join("");
};
