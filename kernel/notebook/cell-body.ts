import type { CellKind } from "../contract/document.ts";

// A line that looks like a cell header, or an end of comment in a text cell, gets one backslash more in the file
// than in the cell, whatever number it already has: so both directions lose nothing.
const escapeLine = (text: string) => text.replaceAll(/^\/\/ (\\*)%%/gm, "// $1\\%%");
const unescapeLine = (text: string) => text.replaceAll(/^\/\/ (\\*)\\%%/gm, "// $1%%");
const escapeComment = (text: string) => text.replaceAll(/\*(\\*)\//g, "*$1\\/");
const unescapeComment = (text: string) => text.replaceAll(/\*(\\*)\\\//g, "*$1/");

/** The text that stands in the file for a cell's source. Markdown and SQL live inside one block comment. */
export const writeCellBody = (kind: CellKind, source: string): string =>
  kind === "code" ? escapeLine(source) : `/*\n${escapeLine(escapeComment(source))}\n*/`;

/** The inverse of `writeCellBody`; also accepts a text cell that nobody wrapped in a comment. */
export const readCellBody = (kind: CellKind, body: string): string => {
  if (kind === "code") return unescapeLine(body);
  const wrapped = /^\s*\/\*(?:[^\S\n]*\n)?([\s\S]*?)\n?\*\/\s*$/.exec(body);
  const isWhole = wrapped && !wrapped[1]!.includes("*/");
  return isWhole ? unescapeComment(unescapeLine(wrapped[1]!)) : unescapeLine(body);
};
