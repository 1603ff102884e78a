/** The offset of a place in a cell's text; line and column count from 1. */
export const offsetAt = (source: string, line: number, column: number): number =>
  source
    .split("\n")
    .slice(0, line - 1)
    .reduce((sum, text) => sum + text.length + 1, 0) +
  column -
  1;

/** Space of the same lines, so that nothing moves; what stands around it stays parted. */
export const blankOut = (text: string): string => `;${text.slice(1).replace(/[^\n]/g, " ")}`;
