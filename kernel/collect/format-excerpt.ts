import type { Excerpt } from "../contract/display.ts";

/** Letters that take two columns of a terminal: Hangul, Kana, Han and full-width forms. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** Blanks as wide as a text in a terminal; a tab stays one. */
const blanksFor = (text: string): string =>
  Array.from(text, (letter) => (letter === "\t" ? "\t" : wide.test(letter) ? "  " : " ")).join("");

/** The faulty line between its neighbours, with a mark under the place, as compilers print it. */
export const formatExcerpt = ({ notebook, firstLine, line, column, lines }: Excerpt): string => {
  const width = String(firstLine + lines.length - 1).length;
  const printed = lines.flatMap((text, at) => {
    const number = firstLine + at;
    const isFaulty = number === line;
    const row = `${isFaulty ? ">" : " "} ${String(number).padStart(width)} | ${text}`.trimEnd();
    if (!isFaulty || column === null) return [row];
    return [row, `  ${" ".repeat(width)} | ${blanksFor(text.slice(0, column - 1))}^`];
  });
  return (notebook === null ? printed : [`  ${notebook}`, ...printed]).join("\n");
};
