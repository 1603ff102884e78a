import ts from "typescript";
import { researchDeclarations } from "../research/declarations.ts";

const namesIn = (text: string): string[] =>
  ts.createSourceFile("research.d.ts", text, ts.ScriptTarget.ES2023).statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      );
    }
    const { name } = statement as { name?: ts.Node };
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });

let names: ReadonlySet<string> | null = null;

/** Whether the research API has a value or a type of this name. */
export const isResearchName = (name: string): boolean => {
  names ??= new Set(researchDeclarations.flatMap(({ text }) => namesIn(text)));
  return names.has(name);
};
