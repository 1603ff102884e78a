import ts from "typescript";

/** Whether a text is a name that a value can have. */
export const isName = (text: string): boolean => {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2023, false, ts.LanguageVariant.Standard, text);
  return scanner.scan() === ts.SyntaxKind.Identifier && scanner.getTokenEnd() === text.length;
};
