/** What the declarations say of each name of the store, in Markdown. */
let texts: ReadonlyMap<string, string> = new Map();

const STORE_NAMES = "store-names.d.ts";
const member = / {2}\/\*\*\n((?: {3}\*.*\n)+?) {3}\*\/\n {2}readonly ("(?:[^"\\]|\\.)*"):/g;

/** Reads the texts from the declarations: TypeScript shows them at a property, but not at a text that names one. */
export const readStoreTexts = (files: readonly { readonly path: string; readonly text: string }[]): void => {
  const declared = files.find(({ path }) => path.endsWith(STORE_NAMES))?.text ?? "";
  texts = new Map(
    Array.from(declared.matchAll(member), ([, comment, name]) => [
      JSON.parse(name!) as string,
      comment!.replaceAll(/^ {3}\* ?/gm, "").trim(),
    ]),
  );
};

/** The name of the store that stands in quotes at a column of a line, counted from 1, and what there is to say of it. */
export const describeText = (
  line: string,
  column: number,
): { readonly text: string; readonly startColumn: number; readonly endColumn: number } | null => {
  for (const { 0: quoted, 2: content = "", index } of line.matchAll(/(["'`])((?:(?!\1).)*)\1/g)) {
    const startColumn = index + 1;
    const endColumn = startColumn + quoted.length;
    if (column < startColumn || column > endColumn) continue;
    // "revenue:ttm" is a field's twelve months.
    const text = texts.get(content) ?? texts.get(content.split(":")[0]!);
    return text === undefined ? null : { text, startColumn, endColumn };
  }
  return null;
};
