import { describe, expect, it } from "vitest";
import { parseNotebook } from "../notebook/index.ts";
import { createLanguage } from "./language.ts";
import type { FolderNotebook } from "./notebook-modules.ts";

const notebook = (...cells: string[]): string =>
  ["// ---", "// asof: 1", "// ---", ...cells.flatMap((text, k) => ["", `// %% id=k${k}`, text])].join("\n");

const hello = parseNotebook("hello");
const notANotebook = hello.ok ? "" : hello.error.message;

const folderOf = (files: Readonly<Record<string, string | null>>): FolderNotebook[] =>
  Object.entries(files).map(([name, text]) => ({ name, text }));

// One for all: the first check reads the language's own declarations, which takes most of a second.
const language = createLanguage();

const read = (files: Readonly<Record<string, string | null>>, ...sources: string[]) => {
  const cells = sources.map((source, k) => ({ id: `c${k}`, kind: "code" as const, source, attributes: [] }));
  const update = language.update(cells, folderOf(files));
  const faults = [...update.analysis.diagnostics, ...language.check()].map(
    ({ cellId, code, line, column, message }) => `${cellId}:${line}:${column} ${code} ${message}`,
  );
  return { ...update, faults };
};

const factors = notebook(
  "export_ + 0;\nfunction factor(x: number): string { return String(x * scale); }",
  "const export_ = 1; const scale = 2; interface Weights { readonly [name: string]: number }",
  "class Box<T> { constructor(readonly value: T) {} }\nenum Side { Buy = 1, Sell }\ntype Pair<A, B> = [A, B];",
  "let wrong = 1;",
);

describe("imports of notebooks", () => {
  it("G10: an imported name is defined by the cell that imports it, with its type, and read by its qualified key", () => {
    const { analysis, compiled, units, faults } = read(
      { "factors.nb.ts": factors },
      'import { factor as f, type Weights } from "./factors.nb.ts";\nf(1);',
      "const text: string = f(2); const w: Weights = { a: 1 };",
    );
    expect(faults).toEqual([]);
    expect(analysis.cells.map(({ defines, needs }) => [defines, needs])).toEqual([
      [["f", "Weights"], []],
      [["text", "w"], ["c0"]],
    ]);
    expect(analysis.imports).toEqual(["factors.nb.ts"]);
    expect(units.map(({ cellId, needs }) => [cellId, needs])).toEqual([
      ["c0", ["factors.nb.ts/k0"]],
      ["c1", ["c0"]],
      ["factors.nb.ts/k0", ["factors.nb.ts/k1"]],
      ["factors.nb.ts/k1", []],
      ["factors.nb.ts/k2", []],
      ["factors.nb.ts/k3", []],
    ]);
    expect(compiled[0]).toMatchObject({ reads: ["factors.nb.ts:factor"], defines: ["f"] });
    expect(compiled[2]).toMatchObject({ defines: ["factors.nb.ts:factor"] });
  });
  it("G10: classes, enums, generic types and types alone come with all that they mean", () => {
    const { faults } = read(
      { "factors.nb.ts": factors },
      'import { Box, Side, Pair } from "./factors.nb.ts";',
      "const box: Box<number> = new Box(1); const n: number = box.value;",
      "const side: Side = Side.Buy; const pair: Pair<string, Box<Side>> = ['a', new Box(side)];",
      "const bad: Box<string> = new Box(1);",
    );
    expect(faults).toEqual([
      "c3:1:7 ts2322 Type 'Box<number>' is not assignable to type 'Box<string>'.\n  Type 'number' is not assignable to type 'string'.",
    ]);
  });
  it("G10: a name of the other notebook that is not imported is not there, and may be defined here too", () => {
    const { faults } = read(
      { "factors.nb.ts": factors },
      'import { factor } from "./factors.nb.ts";',
      "const scale: string = 'mine';",
      "wrong;",
    );
    expect(faults).toEqual(["c2:1:1 ts2304 Cannot find name 'wrong'."]);
  });
  it("G10: a notebook's own imports are read with it", () => {
    const { analysis, units, faults } = read(
      {
        "factors.nb.ts": notebook('import { base } from "./base.nb.ts";\nconst factor = base * 2;'),
        "base.nb.ts": notebook('import { data } from "asof";\nconst base = 21;'),
      },
      'import { factor } from "./factors.nb.ts";\nconst n: number = factor;',
    );
    expect(faults).toEqual([]);
    expect(analysis.imports).toEqual(["base.nb.ts", "factors.nb.ts"]);
    expect(units[1]).toMatchObject({ cellId: "factors.nb.ts/k0", needs: ["base.nb.ts/k0"] });
  });
  it.each<[string, Record<string, string | null>, string, string]>([
    [
      "an import of what is not there",
      { "a.nb.ts": null },
      'import { x } from "./a.nb.ts";',
      "c0:1:1 bad-import There is no a.nb.ts to read in this notebook's folder: save it there first.",
    ],
    [
      "a missing name",
      { "a.nb.ts": notebook("const y = 1, z = 2;") },
      'import { x } from "./a.nb.ts"; x + 1',
      "c0:1:10 unknown-import a.nb.ts defines no x. It defines y, z.",
    ],
    [
      "a missing name of nothing",
      { "a.nb.ts": notebook("1") },
      'import { x } from "./a.nb.ts";',
      "c0:1:10 unknown-import a.nb.ts defines no x. It defines nothing.",
    ],
    [
      "what is no notebook",
      { "a.nb.ts": "hello" },
      'import { x } from "./a.nb.ts";',
      `c0:1:1 bad-import a.nb.ts is no notebook that can be read. Line 1: ${notANotebook}`,
    ],
    [
      "one that imports itself",
      { "a.nb.ts": notebook('import { x } from "./a.nb.ts";') },
      'import { x } from "./a.nb.ts";',
      "c0:1:1 bad-import a.nb.ts imports itself, so it cannot be run first.",
    ],
    [
      "two that import each other",
      {
        "a.nb.ts": notebook('import { y } from "./b.nb.ts"; const x = 1;'),
        "b.nb.ts": notebook('import { x } from "./a.nb.ts"; const y = 1;'),
      },
      'import { x } from "./a.nb.ts";',
      "c0:1:1 bad-import a.nb.ts and b.nb.ts import each other, so none can run first: take one of the imports out.",
    ],
    [
      "a fault of types there",
      { "a.nb.ts": notebook("const x: string =\n  1;") },
      'import { x } from "./a.nb.ts";',
      "c0:1:10 bad-import a.nb.ts, line 6: Type 'number' is not assignable to type 'string'.",
    ],
    [
      "a fault of the graph there",
      { "a.nb.ts": notebook("const x = y;", "const y = x;") },
      'import { x } from "./a.nb.ts";',
      'c0:1:10 bad-import a.nb.ts, line 6: This cell and another need each other (here through "y"), so none of them can run first.',
    ],
    [
      "a missing name of the research API",
      {},
      'import { backtset } from "asof";',
      "c0:1:10 unknown-import The research API has no backtset. Completion shows what it has.",
    ],
  ])("G11: %s is an error on exactly the import, and nothing else is", (_what, files, source, fault) => {
    expect(read(files, source, "1 + 1").faults).toEqual([fault]);
  });
  it("G11: a fault there that nothing imported needs is none here", () => {
    const files = { "a.nb.ts": notebook("const x = 1;", "const y: string = 2;") };
    expect(read(files, 'import { x } from "./a.nb.ts";\nx.toFixed(1);').faults).toEqual([]);
  });
  it.each([
    "../a.nb.ts",
    "./b/a.nb.ts",
    "/a.nb.ts",
    "a.nb.ts",
    "./../a.nb.ts",
    "./a.ts",
    "./a",
    "./..\\a.nb.ts",
    ".\\a.nb.ts",
    "file:///a.nb.ts",
    "https://x/a.nb.ts",
    "node:fs",
    "fs",
    "npm:x",
    "jsr:@x/y",
    "",
    ".",
    "./",
    "./.nb.ts/../x.nb.ts",
    "./C:a.nb.ts",
    "./a.nb.ts\u0000",
    "asof/x",
    "data:text/javascript,1",
  ])("G12: nothing outside the folder can be named: %j", (specifier) => {
    const { analysis, faults } = read({}, `import { x } from ${JSON.stringify(specifier)};`);
    expect(analysis.imports).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain("refused-syntax A cell can import a notebook of the same folder");
  });
  it("G13: the research API may be imported, which changes nothing", () => {
    const { analysis, compiled, faults } = read(
      {},
      'import { usd, type Strategy } from "asof";\nusd(1)',
      "usd(2)",
    );
    expect(faults).toEqual([]);
    expect(analysis.cells.map(({ defines }) => defines)).toEqual([[], []]);
    expect(compiled[0]).toMatchObject({ reads: [], defines: [] });
  });
  it("G13: a cell that imports backtest is as heavy as one that does not", () => {
    const { analysis } = read({}, 'import { backtest } from "asof";\nbacktest;');
    expect(analysis.cells[0]!.isHeavy).toBe(true);
  });
  it("G14: an import is blanked in place, so that lines and columns stay and nothing before it runs on", () => {
    const { compiled } = read(
      { "factors.nb.ts": factors },
      'const a = 1\nimport {\n  factor,\n} from "./factors.nb.ts"\n(factor)(a)',
    );
    const { code } = compiled[0]!;
    const run = new Function(`return ${code}`)() as (inputs: object, define: () => void) => Promise<unknown>;
    expect(code.split("\n").map((line) => line.includes("(factor)(a)"))).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
    return expect(run({ "factors.nb.ts:factor": (x: number) => x + 1 }, () => {})).resolves.toBe(2);
  });
});
