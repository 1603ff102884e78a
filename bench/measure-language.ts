import "./name-this-file.ts";
import ts from "typescript";
import { readCellSyntax } from "../kernel/language/cell-syntax.ts";
import { compileCell } from "../kernel/language/compile-cell.ts";
import { createLanguage } from "../kernel/language/language.ts";
import { type Ratio, reportFigures } from "./report-figures.ts";

const REPEATS = 600;
const BATCH = 20;

/** A cell of 50 lines such as a notebook has: types, functions, destructuring, calls. */
const cellOf = (k: number): string =>
  Array.from({ length: 10 }, (_, j) =>
    [
      `interface Row${j} { readonly day: string; readonly value${j}: number }`,
      `const rows${j}: readonly Row${j}[] = source.map(({ day, value }) => ({ day, value${j}: value * ${k} }));`,
      `function total${j}<T extends Row${j}>(of: readonly T[], start = ${j}): number {`,
      `  return of.reduce((sum, row) => sum + row.value${j} * weight, start); // ${k}`,
      "}",
    ].join("\n"),
  ).join("\n");

/** Milliseconds of a core for one text: a busy machine stretches the clock, not the work. */
const costOf = (work: (k: number) => void): number => {
  for (let k = 0; k < BATCH; k++) work(k);
  const costs = Array.from({ length: REPEATS / BATCH }, (_, batch) => {
    const before = process.cpuUsage();
    for (let k = 0; k < BATCH; k++) work(batch * BATCH + k);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / BATCH;
  });
  return costs.sort((a, b) => a - b)[costs.length >> 1]!;
};

const CELLS = 1_000;
const KEYSTROKES = 60;

/** A notebook in which each cell reads what the one before it defines; `edited` is what is typed in its middle. */
const notebookOf = (edited: string) =>
  Array.from({ length: CELLS }, (_, k) => ({
    id: `c${k}`,
    kind: "code" as const,
    attributes: [],
    source: [
      `interface Sample${k} { readonly at: number; readonly value: number }`,
      `const samples${k}: Sample${k}[] = [1, 2, 3].map((at) => ({ at, value: at * ${k} }));`,
      `const total${k} = samples${k}.reduce((sum, { value }) => sum + value, ${k === 0 ? "0" : `total${k - 1}`});`,
      k === CELLS / 2 ? edited : `total${k}`,
    ].join("\n"),
  }));

/** Milliseconds of a core from a keystroke to the notebook's graph and compiled code. */
const keystrokeCost = (): number => {
  const language = createLanguage();
  const notebooks = Array.from({ length: KEYSTROKES }, (_, k) => notebookOf(`// ${"x".repeat(k)}`));
  for (const cells of notebooks.slice(0, 10)) language.update(cells);
  const costs = notebooks.slice(10).map((cells) => {
    const before = process.cpuUsage();
    language.update(cells);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return costs.sort((a, b) => a - b)[costs.length >> 1]!;
};

const options = { languageVersion: ts.ScriptTarget.ES2023 };
const parse = costOf((k) => void ts.createSourceFile("cell.ts", cellOf(k), options, true));
const compile = costOf((k) => {
  const syntax = readCellSyntax(cellOf(k));
  const shared = (name: string) => ({ key: name, local: name });
  const reads = [...new Set(syntax.free.map(({ name }) => name))].map(shared);
  compileCell("c", syntax, { reads, defines: syntax.values.map(shared) });
});

const keystroke = keystrokeCost();
const ofNotebook = `a notebook of ${CELLS} cells, ${KEYSTROKES} keys, time of a core`;

const over = `a cell of 50 lines, ${REPEATS} texts, time of a core`;
const figures: Ratio[] = [
  { name: "compile of a cell (ms)", ratio: compile, wanted: "at most 2", over },
  {
    name: "compile of a cell against TypeScript's bare parse",
    ratio: compile / parse,
    wanted: "at most 5",
    over,
  },
  { name: "analysis after a keystroke (ms)", ratio: keystroke, wanted: "at most 10", over: ofNotebook },
  {
    name: "analysis after a keystroke against TypeScript's bare parse of 50 lines",
    ratio: keystroke / parse,
    wanted: "at most 7",
    over: ofNotebook,
  },
];
reportFigures(figures);
