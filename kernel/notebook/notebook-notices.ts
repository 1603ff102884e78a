import type { Line } from "./notebook-lines.ts";

/** Something in a file that was mended on the way in, or that its author should look at. */
export interface NotebookNotice {
  readonly code: "double-id" | "bad-id" | "merge-conflict" | "control-character";
  /** 1-based line of the file. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

// What git writes on the three lines around two versions it could not merge.
const conflict = /^(<{7}|>{7}) \S/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** Lines that a merge left behind, and characters that no editor shows. */
export const conflictNotices = (lines: readonly Line[]): NotebookNotice[] => {
  const notices: NotebookNotice[] = [];
  const marked = lines.findIndex(({ text }) => conflict.test(text));
  if (marked >= 0) notices.push({ code: "merge-conflict", line: marked + 1, values: {} });
  const hidden = lines.findIndex(({ text }) => control.test(text));
  if (hidden >= 0) {
    const code = control.exec(lines[hidden]!.text)![0].charCodeAt(0);
    const values = { character: `U+${code.toString(16).toUpperCase().padStart(4, "0")}` };
    notices.push({ code: "control-character", line: hidden + 1, values });
  }
  return notices;
};

/** The notice as an English sentence, for the command line. */
export const sentenceOf = ({ code, values }: NotebookNotice): string => {
  if (code === "double-id")
    return `Two cells have the id ${values.id}; this one is ${values.now} from now on. Saving writes it.`;
  if (code === "bad-id")
    return `${JSON.stringify(values.id)} cannot be a cell's id; the cell is ${values.now} from now on. Saving writes it.`;
  if (code === "merge-conflict")
    return "A merge left two versions here, between <<<<<<< and >>>>>>>. Keep one and delete the marks.";
  return `The line holds the character ${values.character}, which no editor shows. Delete it if it is not meant.`;
};
