import { describe, expect, it } from "vitest";
import type { SqlColumn } from "../../store/contract/query-contract.ts";
import type { NotebookCell } from "../contract/document.ts";
import { createLanguage } from "./language.ts";
import { findSqlFixes } from "./sql-fixes.ts";
import { readSqlParameters } from "./sql-parameters.ts";

const dollar = "$";

describe("parameters of a SQL text", () => {
  it.each([
    ["select $a + $b", ["a", "b"], "select $a + $b"],
    [`where x > ${dollar}{least} and y`, ["least"], "where x > $least   and y"],
    [`${dollar}{ a }`, ["a"], "$a    "],
    ["select '$a' || \"$b\" || 'it''s $c'", [], null],
    ["-- $a\n/* $b */ $c", ["c"], null],
    ["select $$ $a $$, $tag$ $b $tag$, $c", ["c"], null],
    ["select 'never closed $a", [], null],
    ["select $1", [], null],
  ])("of %j are %j", (text, names, statement) => {
    const read = readSqlParameters(text);
    expect(read.uses.map(({ name }) => name)).toEqual(names);
    expect(read.statement).toBe(statement ?? text);
    expect(read.statement).toHaveLength(text.length);
    expect(read.refused).toEqual([]);
  });

  it("are names, and no two names that SQL reads as one", () => {
    expect(readSqlParameters(`select ${dollar}{a.b}`).refused).toMatchObject([{ start: 7, end: 13 }]);
    expect(readSqlParameters("select $a, $A").refused).toMatchObject([
      { start: 11, message: expect.stringContaining("one name") },
    ]);
  });
});

const code = (id: string, source: string): NotebookCell => ({ id, kind: "code", source, attributes: [] });
const sql = (id: string, source: string, as?: string): NotebookCell => ({
  id,
  kind: "sql",
  source,
  attributes: as === undefined ? [] : [["as", as]],
});
const columns: readonly SqlColumn[] = [
  { name: "mic", sqlType: "VARCHAR", type: "string", isNullable: false },
  { name: "last", sqlType: "DATE", type: "date", isNullable: true },
  { name: "n */", sqlType: "BIGINT */", type: "number", isNullable: false },
];

describe("a SQL cell in the graph", () => {
  it("defines its result, reads its parameters, and is known by its text", () => {
    const language = createLanguage();
    const { analysis, compiled } = language.update([
      code("a", "const least = 1;"),
      sql("q", "select $least as x", "found"),
      code("b", "found.length"),
      sql("z", "select 1"),
    ]);
    expect(analysis.diagnostics).toEqual([]);
    expect(analysis.cells.map(({ needs }) => needs)).toEqual([[], ["a"], ["q"], []]);
    expect(compiled[1]).toMatchObject({
      defines: ["found"],
      reads: ["least"],
      sql: { statement: "select $least as x", parameters: ["least"], resultName: "found" },
    });
  });

  it.each([
    [[sql("q", "select\n  $least", "x")], "unknown-parameter", 2, 3],
    [[sql("q", "select 1", "two words")], "refused-syntax", 1, 1],
    [[sql("q", "select 1", "class")], "refused-syntax", 1, 1],
    [[sql("q", "select 1", "a"), code("c", "const a = 1;")], "duplicate-definition", 1, 1],
    [[sql("q", "select $b", "a"), code("c", "const b = a.length;")], "cycle", 1, 8],
  ])("tells what is wrong with %j", (cells, expected, line, column) => {
    const { analysis } = createLanguage().update(cells);
    const found = analysis.diagnostics.find(({ cellId }) => cellId === "q");
    expect(found).toMatchObject({ code: expected, line, column });
  });

  it("gives its result a type that the checker knows", () => {
    const language = createLanguage();
    const faults = (source: string) => {
      language.update([sql("q", "select", "rows"), code("c", source)]);
      return language.check().map(({ code: found }) => found);
    };
    expect(faults("const any: string = rows.row(0).whatever;")).toEqual([]);
    expect(language.declareSql(new Map([["q", columns]]))).toBe(true);
    expect(language.declareSql(new Map([["q", [...columns]]]))).toBe(false);
    expect(faults("const mic: string = rows.row(0).mic;")).toEqual([]);
    expect(faults("const last: string = rows.row(0).last;")).toEqual(["ts2322"]);
    expect(faults("const all: Float64Array = rows.column('n */');")).toEqual([]);
    expect(faults("rows.row(0).micc")).toEqual(["ts2551"]);
    expect(faults("for (const row of rows) row.mic.length;\ntable(rows);")).toEqual([]);
  });
});

describe("T2: a query's fault names what was meant", () => {
  const fixOf = (message: string, column: number) =>
    findSqlFixes({
      cellId: "q",
      severity: "error",
      code: "sql-error",
      message,
      line: 1,
      column,
      endLine: 1,
      endColumn: column + 1,
    })[0];
  it("T2: a column, from the candidates of the database", () => {
    const message =
      'Referenced column "clsoe" not found in FROM clause!\nCandidate bindings: "close", "open"';
    expect(fixOf(message, 8)).toMatchObject({ name: "close", text: "close", column: 8, endColumn: 13 });
  });
  it("T2: a table, from those there are", () => {
    const message = 'There is no table "bars_1". There are: bars_1d, calendars; and each with _versions.';
    expect(fixOf(message, 15)).toMatchObject({ text: "bars_1d", column: 15, endColumn: 21 });
  });
  it("T2: nothing where nothing is near, or the fault is another", () => {
    expect(
      fixOf('There is no table "zzzzzz". There are: bars_1d; and each with _versions.', 1),
    ).toBeUndefined();
    expect(fixOf("Division by zero", 1)).toBeUndefined();
  });
});
