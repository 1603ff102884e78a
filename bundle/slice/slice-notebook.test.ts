import fc from "fast-check";
import { expect, test } from "vitest";
import type { NotebookCell } from "../../kernel/contract/document.ts";
import { emptyNotebook, parseNotebook, serialiseNotebook } from "../../kernel/notebook/index.ts";
import { canonicalJson } from "../document/canonical-json.ts";
import { findForeignCode } from "./recompile.ts";
import { sliceNotebook } from "./slice-notebook.ts";

const codeCell = (id: string, source: string): NotebookCell => ({ id, kind: "code", source, attributes: [] });
const common = `universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly"`;
const best = `import { window } from "./factors.nb.ts";
const best = strategy({ name: "Best", ${common},
  signal: ({ field }) => field.close.mean(window).times(scale), weights: ({ signal }) => signal.top(half(20)).equal() })`;
const closure = [
  codeCell("b", best),
  codeCell("s", "const scale = 2;"),
  codeCell("h", "console.log('made');\nconst half = (x: number): number => x / scale;"),
];
const siblingCells = [codeCell("w", "const window: number = base * 2;"), codeCell("v", "const base = 5")];
const factors = serialiseNotebook({ ...emptyNotebook("Factors"), cells: siblingCells });
const folder = [{ name: "factors.nb.ts", text: factors }];

const sliceOf = (cells: readonly NotebookCell[], beside = folder) => {
  const sliced = sliceNotebook(cells, beside, "best");
  if (!sliced.ok) throw new Error(JSON.stringify(sliced.refusals));
  return sliced.slice;
};
const refusalsOf = (...cells: readonly NotebookCell[]) => {
  const sliced = sliceNotebook(cells, folder, "best");
  return sliced.ok ? [] : sliced.refusals;
};

test("B1: a slice is the cells that the definition needs, each behind those it reads from, and no others", () => {
  const { entry, cells } = sliceOf([...closure, codeCell("x", "const other = best;")]);
  expect(entry).toEqual({ cellId: "b", variable: "best" });
  expect(cells.map(({ id, notebook }) => [id, notebook])).toEqual([
    ["s", ""],
    ["h", ""],
    ["factors.nb.ts/v", "factors.nb.ts"],
    ["factors.nb.ts/w", "factors.nb.ts"],
    ["b", ""],
  ]);
  expect(cells.at(-1)!.source).toBe(best);
});

/** What may be different on another machine, in another folder, or after somebody's other work. */
const otherwise = fc.record({
  order: fc.shuffledSubarray([...closure.keys()], { minLength: closure.length }),
  before: fc.array(fc.constantFrom("const a1 = 1;", "const a2 = data;", "best.name", "md('x')"), {
    maxLength: 3,
  }),
  text: fc.string({ maxLength: 20 }),
  eol: fc.constantFrom("\n", "\r\n"),
  siblingOrder: fc.boolean(),
});

test("B2: folders, line ends, order and other cells leave no trace in a slice", () => {
  const expected = canonicalJson(sliceOf(closure));
  fc.assert(
    fc.property(otherwise, ({ order, before, text, eol, siblingOrder }) => {
      const others = [...new Set(before)].map((source, k) => codeCell(`other${k}`, source));
      const note: NotebookCell = { id: "note", kind: "markdown", source: text, attributes: [] };
      const written = serialiseNotebook({
        ...emptyNotebook(text.replace(/[^\w ]/g, "")),
        cells: [...others, note, ...order.map((k) => closure[k]!)],
      }).replaceAll("\n", eol);
      const parsed = parseNotebook(written);
      if (!parsed.ok) throw new Error(parsed.error.message);
      const sibling = siblingOrder ? [...siblingCells].reverse() : siblingCells;
      const file = serialiseNotebook({ ...emptyNotebook("Other"), cells: sibling }).replaceAll("\n", eol);
      const unused = { name: "unused.nb.ts", text: null as unknown as string };
      const slice = sliceOf(parsed.notebook.cells, [{ name: "factors.nb.ts", text: file }, unused]);
      return canonicalJson(slice) === expected;
    }),
    { numRuns: 15, seed: 6 },
  );
});

test("B2: any character changed in a cell of the definition is another slice", () => {
  const expected = canonicalJson(sliceOf(closure));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 }), fc.nat(), (which, at) => {
      const { id, source } = closure[which]!;
      const place = at % (source.length + 1);
      const cells = closure.with(which, codeCell(id, `${source.slice(0, place)} ${source.slice(place)}`));
      const sliced = sliceNotebook(cells, folder, "best");
      return !sliced.ok || canonicalJson(sliced.slice) !== expected;
    }),
    { numRuns: 20, seed: 6 },
  );
});

test.each([
  [
    "a read of the store",
    'const scale = (await data.facts("A", "close")).length;',
    "data reads the store",
    [1, 22],
  ],
  ["all of the store", "const { facts } = data;\nconst scale = 1;", "data reads the store", [1, 19]],
  ["a backtest", "await backtest(null, {});\nconst scale = 1;", "backtest runs a backtest", [1, 7]],
  ["a sweep", "const scale = await sweep(null, {});", "sweep runs a backtest", [1, 21]],
  ["an input", 'const scale = input.slider("scale", 1, 5);', "input asks the reader", [1, 15]],
  ["progress", "const scale = 1; progress(0.5);", "progress tells the notebook", [1, 18]],
])(
  "B3: %s in a cell it needs is refused at its place, with what to do",
  (_, source, message, [line, column]) => {
    const found = refusalsOf(closure[0]!, codeCell("s", source), closure[2]!);
    expect(found).toMatchObject([{ cellId: "s", notebook: "", line, column }]);
    expect(found[0]!.message).toContain(message);
    expect(found[0]!.message.split(". ").length).toBeGreaterThan(1);
  },
);

test("B3: the result of a SQL cell, a name that nobody defines and a fault of the graph are refused", () => {
  const sql: NotebookCell = { id: "q", kind: "sql", source: "select 1 as a", attributes: [["as", "scale"]] };
  expect(refusalsOf(closure[0]!, sql, closure[2]!)[0]!.message).toContain("result of a SQL cell");
  expect(refusalsOf(closure[1]!)[0]!.message).toBe("No cell defines best. Give the name it has in its cell.");
  const twice = codeCell("s2", "const scale = 3;");
  expect(refusalsOf(...closure, twice).map(({ message }) => message)).toContain(
    '"scale" is defined by more than one cell; rename one.',
  );
});

test("B3: every reason is told at once, those in an imported notebook with its name", () => {
  const text = factors.replace("const base = 5", 'const base = input.number("base", 5)');
  const cells = [closure[0]!, codeCell("s", "const scale = data;"), closure[2]!];
  const sliced = sliceNotebook(cells, [{ name: "factors.nb.ts", text }], "best");
  expect(sliced.ok ? [] : sliced.refusals.map(({ cellId, notebook }) => [cellId, notebook])).toEqual([
    ["s", ""],
    ["factors.nb.ts/v", "factors.nb.ts"],
  ]);
});

test("B3: console, a universe by its name and a cell's own name of the research API are no reason", () => {
  const own = [
    closure[0]!,
    codeCell("s", "const data = 1;\nconst scale = data; console.log(scale);"),
    closure[2]!,
  ];
  expect(refusalsOf(...own)).toEqual([]);
  const named = codeCell("b", best.replace('universe: "WORLD"', 'universe: data.universe("WORLD")'));
  expect(refusalsOf(named, closure[1]!, closure[2]!)).toEqual([]);
});

const RUN = "\nconst run = await backtest(best, { from: date('2015-01-01') });\nrun.metrics";

test("B1: a backtest at the end of a cell, and what stands behind it, is left out with all that only it needed", () => {
  const [written, scale, half] = closure as [NotebookCell, NotebookCell, NotebookCell];
  const whole = sliceOf(closure);
  expect(sliceOf([codeCell("b", best + RUN), scale, half])).toEqual(whole);
  expect(sliceOf([codeCell("b", `${best}; await sweep(best, { over: grid });`), scale, half])).toMatchObject({
    cells: [...whole.cells.slice(0, -1), { id: "b", source: `${best};` }],
  });
  const behind = [codeCell("g", "const from = await data.facts('A', 'b');"), scale, half];
  expect(sliceOf([codeCell("b", `${best}\nawait backtest(best, { from });`), ...behind])).toEqual(whole);
  const other = "\nconst other = await backtest(best, {});\nconst more = other;";
  expect(sliceOf([written, codeCell("s", scale.source + other), half]).cells[0]!.source).toBe(scale.source);
});

test.each([
  ["stands before what is published", `await backtest(null, {});\n${best}`],
  ["gives what is published", `const best = (await backtest(null, {})).strategy;`],
  [
    "stands before a name that the definition uses",
    `${best.replace("half(20)", "later()")}\nawait backtest(best, {});\nfunction later() { return 20; }`,
  ],
  ["stands in a function of the definition", best.replace("half(20)", "half(backtest(best, {}))")],
])("B3: a backtest that %s is refused with what to do", (_, source) => {
  const [found] = refusalsOf(codeCell("b", source), closure[1]!, closure[2]!);
  expect(found).toMatchObject({
    cellId: "b",
    message: expect.stringContaining("Move it into a cell of its own"),
  });
});

test("B3: a backtest before a name that another cell of the definition reads is refused", () => {
  const early = codeCell("s", "const first = 1;\nawait backtest(first, {});\nconst scale = 2;");
  expect(refusalsOf(closure[0]!, early, closure[2]!)).toMatchObject([{ cellId: "s", line: 2 }]);
});

test("B4: the sources of a slice compile to its code again, and any other code is found", () => {
  const slice = sliceOf(closure);
  expect(findForeignCode({ ...slice, cells: [...slice.cells] })).toBeNull();
  for (const [k, cell] of slice.cells.entries()) {
    const edited = (change: Partial<typeof cell>) => ({
      ...slice,
      cells: slice.cells.with(k, { ...cell, ...change }),
    });
    expect(findForeignCode(edited({ code: cell.code.replace("return", "return ") }))).not.toBeNull();
    expect(findForeignCode(edited({ source: `${cell.source}\n1` }))).not.toBeNull();
    expect(findForeignCode(edited({ seed: cell.seed ^ 1 }))).not.toBeNull();
  }
});
