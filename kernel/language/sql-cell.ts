import ts from "typescript";
import type { SqlColumn } from "../../store/contract/query-contract.ts";
import type { NotebookCell } from "../contract/document.ts";
import type { CellSyntax } from "./cell-syntax.ts";
import type { CellNames, CompiledCell } from "./compile-cell.ts";
import { isName } from "./is-name.ts";
import type { Span } from "./span.ts";
import { readSqlParameters } from "./sql-parameters.ts";
import type { SqlRun } from "./sql-run.ts";

export interface SqlCell {
  readonly syntax: CellSyntax;
  readonly run: SqlRun;
}

/** Reads a SQL cell as the graph sees it: it defines the name of its result and reads its parameters. */
export const readSqlCell = ({ source, attributes }: Pick<NotebookCell, "source" | "attributes">): SqlCell => {
  const { statement, uses, refused } = readSqlParameters(source);
  const asked = attributes.find(([key]) => key === "as")?.[1] ?? "";
  const start: Span = { start: 0, end: Math.max(0, source.search(/\n|$/)) };
  const isBadName = asked !== "" && !isName(asked);
  const resultName = asked === "" || isBadName ? null : asked;
  // Only for its lines: a text of SQL means nothing to TypeScript, and nothing is made of the tree.
  const file = ts.createSourceFile("cell.ts", source, { languageVersion: ts.ScriptTarget.ES2023 });
  return {
    syntax: {
      file,
      definitions: new Map(resultName === null ? [] : [[resultName, start]]),
      values: resultName === null ? [] : [resultName],
      free: uses.map((use) => ({ ...use, isWritten: false })),
      lateWrites: [],
      imports: [],
      refused: [
        ...refused,
        ...(isBadName
          ? [{ ...start, message: `as=${asked} is no name a cell can use: write a word such as as=prices.` }]
          : []),
      ],
    },
    run: { statement, parameters: [...new Set(uses.map(({ name }) => name))], resultName },
  };
};

/** A SQL cell in the shape of a compiled one: its code is what it is known by, and is never evaluated. */
export const compileSqlCell = (cell: SqlCell, { reads, defines }: CellNames): CompiledCell => {
  const renamed = [...reads, ...defines].filter(({ key, local }) => key !== local);
  const keys = Object.fromEntries(renamed.map(({ key, local }) => [local, key]));
  const sql = renamed.length > 0 ? { ...cell.run, keys } : cell.run;
  return {
    code: `sql ${JSON.stringify(sql)}`,
    defines: defines.map(({ key }) => key),
    reads: reads.map(({ key }) => key),
    insertions: [],
    lineCount: cell.syntax.file.getLineStarts().length,
    sql,
  };
};

const typeNames = {
  number: "number",
  string: "string",
  boolean: "boolean",
  date: "string",
  instant: "number",
};

/** The declaration of a SQL cell's result; of any columns while they are not known. */
export const declareSqlResult = (name: string, columns: readonly SqlColumn[] | null): string => {
  if (!columns) return `declare const ${name}: SqlTable<any>;`;
  const members = columns.map(({ name: column, sqlType, type, isNullable }) => {
    const note = type === "instant" ? ", UTC microseconds" : type === "date" ? ', such as "2023-06-30"' : "";
    const doc = `/** ${sqlType.replaceAll("*/", "* /")}${note} */`;
    return `  ${doc}\n  readonly ${JSON.stringify(column)}: ${typeNames[type]}${isNullable ? " | null" : ""};`;
  });
  return `declare const ${name}: SqlTable<{\n${members.join("\n")}\n}>;`;
};
