import type * as TypeScript from "typescript";
import { blankOut } from "../../kernel/notebook/cell-text.ts";

type Parser = Pick<typeof TypeScript, "createSourceFile" | "isImportDeclaration" | "ScriptTarget">;

/**
 * A cell's text with blanks for its import statements, in the same places. With one TypeScript takes a file for a module
 * and hides its names from the others; what is imported is declared beside the cells.
 *
 * @param ts the language worker's own TypeScript
 */
export const withoutImports = (text: string, ts: Parser): string => {
  if (!text.includes("import")) return text;
  const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.Latest);
  return file.statements.filter(ts.isImportDeclaration).reduce((blanked, statement) => {
    const [start, end] = [statement.getStart(file), statement.getEnd()];
    return blanked.slice(0, start) + blankOut(text.slice(start, end)) + blanked.slice(end);
  }, text);
};
