import { formatOf, NOTEBOOK_FORMAT } from "./front-matter.ts";

/** Brings the text of a notebook, BOM taken off, from one format to the next; it also sets the new `asof:`. */
export type Migration = (text: string) => string;

/** Format 1 is the first, so nothing leads to it yet. The step from format n stands under n. */
const migrations: ReadonlyMap<number, Migration> = new Map();

const yamlOf = (text: string): string => {
  const lines = text.split(/\r?\n/, 2_000);
  const close = lines.indexOf("// ---", 1);
  return close < 0
    ? ""
    : lines
        .slice(1, close)
        .map((line) => line.replace(/^\/\/ ?/, ""))
        .join("\n");
};

/** The text in the present format, step by step. What no step leads on from stays as it is, for the reader to refuse. */
export const migrateNotebook = (
  text: string,
  steps: ReadonlyMap<number, Migration> = migrations,
  wanted = NOTEBOOK_FORMAT,
): string => {
  let present = text;
  // A step that forgets to set the new format must not be taken for ever.
  for (let taken = 0; steps.size > 0 && taken < steps.size; taken++) {
    const format = formatOf(yamlOf(present));
    const step = typeof format === "number" && format < wanted ? steps.get(format) : undefined;
    if (!step) return present;
    present = step(present);
  }
  return present;
};
