import ts from "typescript";
import { describe, expect, it } from "vitest";
import { metricReference, operatorReference } from "../../engine/index.ts";
import analytics from "./declarations/analytics.d.ts?raw";
import backtest from "./declarations/backtest.d.ts?raw";
import factors from "./declarations/factors.d.ts?raw";
import { researchDeclarations } from "./declarations.ts";
import { documentDeclarations } from "./document-declarations.ts";

const texts = new Map(researchDeclarations.map(({ path, text }) => [path, text]));

/** What the editor shows for the name after the last dot of a cell's text. */
const hoverOver = (source: string): string => {
  const cell = `const cell = ${source};`;
  const all = new Map([
    ...texts,
    ["/cell.ts", `declare const run: BacktestRun; declare const swept: Sweep;\n${cell}`],
  ]);
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ noLib: true }),
    getScriptFileNames: () => [...all.keys()],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = all.get(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => "/lib.d.ts",
    fileExists: (path) => all.has(path),
    readFile: (path) => all.get(path),
  });
  const at = all.get("/cell.ts")!.lastIndexOf(".") + 1;
  return ts.displayPartsToString(service.getQuickInfoAtPosition("/cell.ts", at)?.documentation);
};

describe("the documentation that hover shows", () => {
  it("has every operator with its formula, missing-value rule and example", () => {
    const shown = texts.get("/research/factors.d.ts")!;
    const missing = operatorReference.filter(
      ({ example, missing: rule }) => !shown.includes(example.code) || !shown.includes(rule),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it("has every figure of a tear sheet, and every statistic a cell can ask for, with its example", () => {
    const all = [...texts.values()].join("\n");
    // Of a function with two forms the first has its entry.
    const missing = metricReference.filter(
      ({ tearSheet, cell, example }) =>
        (tearSheet || /^analytics\.(?!brinson\(\[|attribution\(\{)/.test(cell ?? "")) &&
        !all.includes(example.code),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ["({} as Factor).rsi", "Wilder"],
    ["({} as Factor).rank", "0 the lowest"],
    ["({} as Factor).sma", "* Formula: "],
    ["indicators.averageTrueRange", "* Missing values: "],
    ["metrics(run).sharpe", "mean(r − rf)/s·√A"],
    ["swept.metrics.sharpe", "mean(r − rf)/s·√A"],
    ["analytics.overfitting", "The probability of backtest overfitting"],
  ])("over the last name of %s shows its entry", (source, text) => {
    expect(hoverOver(source)).toContain(text);
  });

  it("changes comments and nothing else", () => {
    const bare = (text: string) =>
      ts
        .createPrinter({ removeComments: true })
        .printFile(ts.createSourceFile("a.d.ts", text, ts.ScriptTarget.ES2023));
    for (const text of [factors, backtest, analytics]) {
      expect(bare(documentDeclarations(text))).toBe(bare(text));
      expect(documentDeclarations(text).length).toBeGreaterThan(text.length);
    }
  });
});
