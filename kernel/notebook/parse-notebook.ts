import type { Notebook, NotebookCell } from "../contract/document.ts";
import { readCellBody } from "./cell-body.ts";
import { isCellHeader, readCellHeader } from "./cell-header.ts";
import { cellIdFromContent } from "./cell-id.ts";
import { type FrontMatter, readFrontMatter } from "./front-matter.ts";
import type { NotebookDocument, WrittenCell } from "./notebook-document.ts";

export interface NotebookError {
  readonly code: "not-a-notebook" | "bad-front-matter" | "bad-cell-header";
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
    }
  | { readonly ok: false; readonly error: NotebookError };

const fence = /^\/\/ ---\s*$/;
const fault = (code: NotebookError["code"], line: number, message: string): ParsedNotebook => ({
  ok: false,
  error: { code, message, line },
});

interface Section {
  readonly firstLine: number;
  readonly lines: readonly string[];
}

const splitAtHeaders = (
  lines: readonly string[],
  start: number,
): { preamble: readonly string[]; sections: Section[] } => {
  const firsts: number[] = [];
  for (let index = start; index < lines.length; index++) if (isCellHeader(lines[index]!)) firsts.push(index);
  const preamble = lines.slice(start, firsts[0] ?? lines.length);
  const sections = firsts.map((first, n) => ({
    firstLine: first,
    lines: lines.slice(first, firsts[n + 1] ?? lines.length),
  }));
  return { preamble, sections };
};

/** One blank line parts a cell from the next, or the file's last line end follows it: neither is source. */
const trimSeparator = (body: string): string => body.replace(/\n$/, "");

/** Reads a `*.nb.ts` file. The document keeps what the notebook value does not say, for the way back. */
export const parseNotebook = (text: string): ParsedNotebook => {
  const bom = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const eol = /\r\n/.test(text) ? "\r\n" : "\n";
  const raw = text.slice(bom.length).split("\n");
  const lines = raw.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  if (!fence.test(lines[0]!)) {
    return fault("not-a-notebook", 1, 'An Asof notebook begins with the line "// ---" and a front matter.');
  }
  const close = lines.findIndex((line, index) => index > 0 && fence.test(line));
  if (close < 0)
    return fault("bad-front-matter", 1, 'The front matter is not closed by a second line "// ---".');
  for (let index = 1; index < close; index++) {
    if (!lines[index]!.startsWith("//")) {
      return fault("bad-front-matter", index + 1, 'Each line of the front matter begins with "// ".');
    }
  }
  const frontMatter: FrontMatter | string = readFrontMatter(
    lines
      .slice(1, close)
      .map((line) => line.replace(/^\/\/ ?/, ""))
      .join("\n"),
  );
  if (typeof frontMatter === "string") return fault("bad-front-matter", 2, frontMatter);

  const { preamble, sections } = splitAtHeaders(lines, close + 1);
  const headers = sections.map((section) => readCellHeader(section.lines[0]!));
  const wrong = headers.findIndex((header) => typeof header === "string");
  if (wrong >= 0) return fault("bad-cell-header", sections[wrong]!.firstLine + 1, headers[wrong] as string);
  const taken = new Set(
    headers.map((header) => (typeof header === "string" ? null : header.id)).filter((id) => id !== null),
  );

  const cells: NotebookCell[] = [];
  const sourceLines = new Map<string, number>();
  const written = new Map<string, WrittenCell>();
  if (preamble.some((line) => line.trim() !== "")) {
    // Code above the first header is a cell that nobody named: keep it rather than refuse the file.
    const source = preamble.join("\n").trim();
    const id = cellIdFromContent(`preamble\n${source}`, taken);
    taken.add(id);
    cells.push({ id, kind: "code", source, attributes: [] });
    sourceLines.set(id, close + 2 + preamble.findIndex((line) => line.trim() !== ""));
  }
  const seen = new Set<string>();
  sections.forEach(({ firstLine, lines: own }, index) => {
    const header = headers[index]!;
    if (typeof header === "string") return;
    const body = trimSeparator(own.slice(1).join("\n"));
    const isNamed = header.id !== null && !seen.has(header.id);
    const id = isNamed ? header.id! : cellIdFromContent(`${index}\n${own.join("\n")}`, taken);
    taken.add(id);
    seen.add(id);
    const cell = {
      id,
      kind: header.kind,
      source: readCellBody(header.kind, body),
      attributes: header.attributes,
    };
    cells.push(cell);
    // Below the header; a body inside a comment begins one line later.
    sourceLines.set(id, firstLine + (header.kind === "code" ? 2 : 3));
    const end = firstLine + own.length;
    const isLast = end === lines.length;
    if (isNamed)
      written.set(id, { cell, text: raw.slice(firstLine, end).join("\n") + (isLast ? "" : "\n"), isLast });
  });
  const head = raw.slice(0, close + 1 + (cells.length > sections.length ? 0 : preamble.length));
  const document: NotebookDocument = {
    bom,
    eol,
    frontMatter,
    head: head.join("\n") + (head.length < raw.length ? "\n" : ""),
    written,
  };
  return { ok: true, notebook: { ...frontMatter.values, cells }, document, sourceLines };
};
