import type { Notebook, NotebookCell } from "../contract/document.ts";
import { readCellBody } from "./cell-body.ts";
import {
  type CellHeader,
  isCellHeader,
  readCellHeader,
  withHeaderId,
  writeCellHeader,
} from "./cell-header.ts";
import { cellIdFromContent } from "./cell-id.ts";
import { readFrontMatter } from "./front-matter.ts";
import { migrateNotebook } from "./migrate-notebook.ts";
import type { NotebookDocument, WrittenCell } from "./notebook-document.ts";
import { type Line, splitLines, usualEnd } from "./notebook-lines.ts";
import { conflictNotices, type NotebookNotice } from "./notebook-notices.ts";

export interface NotebookError {
  readonly code: "not-a-notebook" | "bad-front-matter" | "unknown-format" | "bad-cell-header" | "too-large";
  /** What is wrong and what to do about it. */
  readonly message: string;
  /** 1-based line of the file. */
  readonly line: number;
}

export type ParsedNotebook =
  | {
      readonly ok: true;
      readonly notebook: Notebook;
      readonly document: NotebookDocument;
      /** For each cell the 1-based line of the file on which its source begins. */
      readonly sourceLines: ReadonlyMap<string, number>;
      /** What was mended on the way in, or looks wrong. */
      readonly notices: readonly NotebookNotice[];
    }
  | { readonly ok: false; readonly error: NotebookError };

/** More than any notebook that a person wrote; an editor that holds more would not answer any more. */
export const MAX_NOTEBOOK_CHARACTERS = 32_000_000;
export const MAX_CELL_CHARACTERS = 2_000_000;

const fence = /^\/\/ ---\s*$/;
const fault = (code: NotebookError["code"], line: number, message: string): ParsedNotebook => ({
  ok: false,
  error: { code, message, line },
});
const isBlank = ({ text }: Line): boolean => text.trim() === "";

interface Section {
  /** Null for what stands above the first header. */
  readonly header: CellHeader | null;
  /** 0-based line of the file. */
  readonly firstLine: number;
  readonly lines: readonly Line[];
}

const sectionsOf = (lines: readonly Line[], start: number): Section[] | NotebookError => {
  const firsts: number[] = [];
  for (let index = start; index < lines.length; index++)
    if (isCellHeader(lines[index]!.text)) firsts.push(index);
  const sections: Section[] = [];
  // Code above the first header is a cell that nobody named: keep it rather than refuse the file.
  const end = firsts[0] ?? lines.length;
  if (start < end) sections.push({ header: null, firstLine: start, lines: lines.slice(start, end) });
  for (const [n, first] of firsts.entries()) {
    const header = readCellHeader(lines[first]!.text);
    if (typeof header === "string") return { code: "bad-cell-header", line: first + 1, message: header };
    const own = lines.slice(first, firsts[n + 1] ?? lines.length);
    if (own.reduce((sum, { text }) => sum + text.length + 1, 0) > MAX_CELL_CHARACTERS) {
      const message = `The cell of this line has more than ${MAX_CELL_CHARACTERS} characters. Part it, or import its data instead.`;
      return { code: "too-large", line: first + 1, message };
    }
    sections.push({ header, firstLine: first, lines: own });
  }
  return sections;
};

/** Gives a cell its id and tells how its lines stand in the file. */
const readSection = (
  { header, lines }: Section,
  id: string,
  isLastInFile: boolean,
): { cell: NotebookCell; written: WrittenCell } => {
  const kind = header?.kind ?? "code";
  const own = header ? lines.slice(1) : lines;
  const hasSeparator = own.at(-1)?.text === "";
  const body = hasSeparator ? own.slice(0, -1) : own;
  const source = readCellBody(kind, body.map(({ text }) => text).join("\n"));
  const cell = { id, kind, source, attributes: header?.attributes ?? [] };
  const isNamed = header !== null && header.id === id;
  const first = header ? lines[0]! : { text: writeCellHeader(cell), end: lines[0]!.end };
  return {
    cell,
    written: {
      cell,
      header: isNamed || !header ? first : { ...first, text: withHeaderId(first.text, id) },
      body,
      separator: hasSeparator ? own.at(-1)! : null,
      isUnended: isLastInFile && !hasSeparator,
    },
  };
};

/** The cells, each with an id of its own: the first of two equal ids keeps it. */
const readCells = (sections: readonly Section[], lineCount: number) => {
  const taken = new Set(sections.map(({ header }) => header?.id).filter((id) => typeof id === "string"));
  const seen = new Set<string>();
  const cells: NotebookCell[] = [];
  const sourceLines = new Map<string, number>();
  const written = new Map<string, WrittenCell>();
  const notices: NotebookNotice[] = [];
  for (const [index, section] of sections.entries()) {
    const { header, firstLine, lines: own } = section;
    const named = header?.id ?? null;
    const isDouble = named !== null && seen.has(named);
    const content = () => `${index}\n${own.map(({ text }) => text).join("\n")}`;
    const id = named !== null && !isDouble ? named : cellIdFromContent(content(), taken);
    taken.add(id);
    seen.add(id);
    if (isDouble) notices.push({ code: "double-id", line: firstLine + 1, values: { id: named, now: id } });
    if (header && header.refusedId !== null)
      notices.push({ code: "bad-id", line: firstLine + 1, values: { id: header.refusedId, now: id } });
    const read = readSection(section, id, firstLine + own.length === lineCount);
    cells.push(read.cell);
    written.set(id, read.written);
    // Below the header; a body inside a comment begins one line later.
    sourceLines.set(id, firstLine + (header === null ? 1 : header.kind === "code" ? 2 : 3));
  }
  return { cells, sourceLines, written, notices };
};

/** Reads a `*.nb.ts` file. The document keeps what the notebook value does not say, for the way back. */
export const parseNotebook = (file: string): ParsedNotebook => {
  if (file.length > MAX_NOTEBOOK_CHARACTERS) {
    const message = `The file has more than ${MAX_NOTEBOOK_CHARACTERS} characters. Part it into several notebooks.`;
    return fault("too-large", 1, message);
  }
  const bom = file.startsWith("\uFEFF") ? "\uFEFF" : "";
  const lines = splitLines(migrateNotebook(file.slice(bom.length)));
  if (!fence.test(lines[0]!.text)) {
    const message =
      'An Asof notebook begins with the line "// ---" and a front matter. Add them, or open another file.';
    return fault("not-a-notebook", 1, message);
  }
  const close = lines.findIndex(({ text }, index) => index > 0 && fence.test(text));
  if (close < 0) {
    const message = 'The front matter is not closed. Put a second line "// ---" below it.';
    return fault("bad-front-matter", 1, message);
  }
  const yamlLines = lines.slice(1, close);
  const bare = yamlLines.findIndex(({ text }) => !text.startsWith("//"));
  if (bare >= 0)
    return fault(
      "bad-front-matter",
      bare + 2,
      'Each line of the front matter begins with "// ". Add it here.',
    );
  const frontMatter = readFrontMatter(yamlLines.map(({ text }) => text.replace(/^\/\/ ?/, "")).join("\n"));
  if (!("yaml" in frontMatter)) return fault(frontMatter.code, frontMatter.line + 1, frontMatter.message);

  let start = close + 1;
  while (start < lines.length && isBlank(lines[start]!)) start++;
  const sections = sectionsOf(lines, start);
  if (!Array.isArray(sections)) return fault(sections.code, sections.line, sections.message);

  const { cells, ...told } = readCells(sections, lines.length);
  const document: NotebookDocument = {
    bom,
    eol: usualEnd(lines),
    frontMatter,
    open: lines[0]!,
    yamlLines,
    close: lines.slice(close, start),
    written: told.written,
  };
  const notices = [...told.notices, ...conflictNotices(lines)];
  const notebook = { ...frontMatter.values, cells };
  return { ok: true, notebook, document, sourceLines: told.sourceLines, notices };
};
