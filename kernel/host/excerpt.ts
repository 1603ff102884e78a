import type { Excerpt } from "../contract/display.ts";

const MAX_LINE = 300;
/** Characters before the fault that a long line keeps. */
const BEFORE = 200;

/**
 * The faulty line of a text with the one before it and the one after it; null when there is no such line.
 *
 * @param place line and column in the cell, and the line of the text at which the cell begins
 */
export const excerptOf = (
  text: string,
  place: {
    readonly line: number | null;
    readonly column: number | null;
    readonly firstLine: number;
    readonly notebook: string | null;
  },
): Excerpt | null => {
  if (place.line === null) return null;
  const all = text.split(/\r\n|\n|\r/);
  const line = place.firstLine + place.line - 1;
  if (line < 1 || line > all.length) return null;
  const first = Math.max(1, line - 1);
  // A long line, such as one of data, is shown around its fault; its neighbours from the same place.
  const start = Math.max(0, (place.column ?? 1) - 1 - BEFORE);
  return {
    notebook: place.notebook,
    firstLine: first,
    line,
    column: place.column === null ? null : place.column - start,
    lines: all.slice(first - 1, line + 1).map((each) => each.slice(start, start + MAX_LINE)),
  };
};
