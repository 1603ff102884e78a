import { describe, expect, it } from "vitest";
import type { NotebookCell } from "../contract/document.ts";
import { researchDeclarations } from "../research/declarations.ts";
import { createCellChecker } from "./cell-checker.ts";
import { readCellSyntax } from "./cell-syntax.ts";
import { compileCell } from "./compile-cell.ts";
import { createLanguage } from "./language.ts";
import { mapColumn } from "./map-position.ts";
import { declareStoreNames } from "./store-names.ts";

const cellsOf = (...sources: string[]): NotebookCell[] =>
  sources.map((source, index) => ({ id: `c${index}`, kind: "code", source, attributes: [] }));

describe("G1: definitions and free names", () => {
  // source → names it defines | names it needs from elsewhere (! = assigns)
  const table: readonly [source: string, defines: string, free: string][] = [
    ["const a = 1", "a", ""],
    ["let a = 1", "a", ""],
    ["var a = 1", "a", ""],
    ["let a", "a", ""],
    ["const a = 1, b = a", "a b", ""],
    ["const a = b", "a", "b"],
    ["function f() {}", "f", ""],
    ["function f() { return x }", "f", "x"],
    ["async function f() { await x }", "f", "x"],
    ["function* g() { yield x }", "g", "x"],
    ["class C {}", "C", ""],
    ["class C extends B {}", "C", "B"],
    ["class C { m() { return x } }", "C", "x"],
    ["class C { p = x }", "C", "x"],
    ["class C { static { x() } }", "C", "x"],
    ["class C { [k] = 1 }", "C", "k"],
    ["class C<T> { p: T }", "C", ""],
    ["class C { m() { return C } }", "C", ""],
    ["const {a} = o", "a", "o"],
    ["const {a: b} = o", "b", "o"],
    ["const {a: {b}} = o", "b", "o"],
    ["const {a = d} = o", "a", "d o"],
    ["const {[k]: a} = o", "a", "k o"],
    ["const {a, ...rest} = o", "a rest", "o"],
    ["const [a, , b] = o", "a b", "o"],
    ["const [a, ...b] = o", "a b", "o"],
    ["const [a = d] = o", "a", "d o"],
    ["type T = number", "T", ""],
    ["type T = U", "T", "U"],
    ["type T<U> = U[]", "T", ""],
    ["type T = typeof x", "T", "x"],
    ["type T = {[K in U]: K}", "T", "U"],
    ["type T<X> = X extends (infer R)[] ? R : never", "T", ""],
    ["interface I { a: U }", "I", "U"],
    ["interface I<T> { a: T }", "I", ""],
    ["interface I extends J {}", "I", "J"],
    ["enum E { A, B = A }", "E", ""],
    ["enum E { A = x }", "E", "x"],
    ["const a: T = 1", "a", "T"],
    ["x as T", "", "T x"],
    ["x satisfies T", "", "T x"],
    ["x", "", "x"],
    ["x.y.z", "", "x"],
    ["x?.y", "", "x"],
    ["x[y]", "", "x y"],
    ["x!", "", "x"],
    ["({x})", "", "x"],
    ["({x: y})", "", "y"],
    ["({[x]: y})", "", "x y"],
    ["({...x})", "", "x"],
    ["({m() { return x }})", "", "x"],
    ["[x, ...y]", "", "x y"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a cell
    ["`${x}`", "", "x"],
    ["x`y`", "", "x"],
    ["new X(y)", "", "X y"],
    ["typeof x", "", "x"],
    ["await x", "", "x"],
    ["for await (const a of x) a", "", "x"],
    ["(a => a)(x)", "", "x"],
    ["((a, b = a) => b)", "", ""],
    ["((a = x) => a)", "", "x"],
    ["(({a}) => a)", "", ""],
    ["((...a) => a)", "", ""],
    ["(function f() { return f })", "", ""],
    ["(function () { return arguments })", "", ""],
    ["(class C { m() { return C } })", "", ""],
    ["function f(a = k) { var k; return k }", "f", "k"],
    ["function f() { return g(); function g() { return x } }", "f", "x"],
    ["function f() { if (1) { var v = 1 } return v }", "f", ""],
    ["for (let i = 0; i < n; i++) i", "", "n"],
    ["for (const a of xs) a", "", "xs"],
    ["for (const k in xs) k", "", "xs"],
    ["for (var i = 0; ; ) break", "i", ""],
    ["{ let b = 1; b }", "", ""],
    ["{ let b = 1 } b", "", "b"],
    ["{ var b = 1 }", "b", ""],
    ["if (x) { const y = 1; y } else y", "", "x y"],
    ["try { x } catch (e) { e }", "", "x"],
    ["try {} catch ({message}) { message }", "", ""],
    ["switch (x) { case y: { let z; z } }", "", "x y"],
    ["a: for (;;) break a", "", ""],
    ["const f = (): x is T => true", "f", "T"],
    ["let a = 1; { let a = x; a }", "a", "x"],
    ["let a = 1; (() => { a = 2 })()", "a", ""],
    ["x = 1", "", "x!"],
    ["x += 1", "", "x!"],
    ["x ??= 1", "", "x!"],
    ["x++", "", "x!"],
    ["--x", "", "x!"],
    ["[x] = y", "", "x! y"],
    ["({x} = y)", "", "x! y"],
    ["({a: x} = y)", "", "x! y"],
    ["({a: [x]} = y)", "", "x! y"],
    ["[...x] = y", "", "x! y"],
    ["for (x of y) ;", "", "x! y"],
    ["for (x in y) ;", "", "x! y"],
    ["x.y = 1", "", "x"],
    ["x[y] = 1", "", "x y"],
    ["y = x", "", "x y!"],
    ["let x; x = 1", "x", ""],
    ["declare const d: number; d", "d", ""],
    ["namespace N { export const a = x }", "N", "x"],
    ["const f = <T>(a: T) => a", "f", ""],
    ["", "", ""],
    ["const a =", "a", ""],
    ["// only a comment", "", ""],
  ];
  it.each(table)("%j defines {%s} and reads {%s}", (source, defines, free) => {
    const syntax = readCellSyntax(source);
    expect([...syntax.definitions.keys()].sort().join(" ")).toBe(defines);
    const names = new Set(syntax.free.map(({ name, isWritten }) => name + (isWritten ? "!" : "")));
    expect([...names].sort().join(" ")).toBe(free);
  });
});

describe("the graph", () => {
  const codesOf = (...sources: string[]) =>
    createLanguage()
      .update(cellsOf(...sources))
      .analysis.diagnostics.map(({ cellId, code }) => `${cellId}:${code}`);

  it("links cells by name, whatever their order", () => {
    const { cells } = createLanguage().update(cellsOf("b + 1", "const b = a", "const a = 1")).analysis;
    expect(cells.map(({ needs }) => needs)).toEqual([["c1"], ["c2"], []]);
    expect(cells.map(({ neededBy }) => neededBy)).toEqual([[], ["c0"], ["c1"]]);
  });
  it.each<[string[], string[]]>([
    [
      ["const a = 1", "const a = 2"],
      ["c0:duplicate-definition", "c1:duplicate-definition"],
    ],
    [
      ["const a = b", "const b = a"],
      ["c0:cycle", "c1:cycle"],
    ],
    [
      ["const a = b", "const b = c", "const c = a", "a"],
      ["c0:cycle", "c1:cycle", "c2:cycle"],
    ],
    [["let a = 1", "a = 2"], ["c1:foreign-assignment"]],
    [["const a = () => a()"], []],
    [["import x from 'y'"], ["c0:refused-syntax"]],
    [["await import('y')"], ["c0:refused-syntax"]],
    [["export const a = 1"], ["c0:refused-syntax"]],
    [["import.meta"], ["c0:refused-syntax"]],
  ])("finds the faults of %j on exactly the cells concerned", (sources, codes) => {
    expect(codesOf(...sources)).toEqual(codes);
  });
  it.each([
    "let x: any = 1, y: any = 1;\nconst z = x <!--y + `\n; import('y')\n//` + '';",
    "// @ts-nocheck\nlet y = 1;\n1 <!--y",
    "// @ts-ignore\nlet y = 1, z = 1 <!--y",
    "1 <<!--y",
    "class C { m(y: number) { return 1 <!--y; } }",
    `\`\${1 <!--y}\``,
    "let y = 1;\n/* */ --> y",
    "let y = 1; /*\n*/ --> y",
    "let y = 1; while (y --> 0);",
    "#!/bin/cell",
  ])("refuses %j, which is read as a comment where it runs", (source) => {
    expect(codesOf(source)).toContain("c0:refused-syntax");
  });
  it.each([
    "// @ts-ignore\n__define({ a: () => 666 });",
    "declare const __define: (getters: object) => void;\n__define({ a: () => 666 });",
    "// @ts-nocheck\n\\u005f_define({ a: () => 666 });",
    "// @ts-ignore\n__inputs.a = 1;",
    "const __inputs = 1;",
  ])("refuses %j, which reaches for what the kernel alone may do", (source) => {
    expect(codesOf(source)).toContain("c0:refused-syntax");
  });
  it.each([
    "'<!--' + \"-->\"",
    `\`<!-- \${1} --> \${2} <!--\``,
    "/<!--|-->/.test('')",
    "1; // <!-- -->",
    "1; /* <!-- */ /* --> */",
    "/** <!-- --> */\nfunction f() {}",
    "let y = 1; 1 < !--y; y-- > 0",
  ])("lets %j be, for nothing in its code is read as a comment", (source) => {
    expect(codesOf(source)).toEqual([]);
  });
  it("heals by itself", () => {
    const language = createLanguage();
    expect(language.update(cellsOf("const a = b", "const b = a")).analysis.diagnostics).toHaveLength(2);
    expect(language.update(cellsOf("const a = b", "const b = 1")).analysis.diagnostics).toEqual([]);
  });
  it("knows which cells are heavy", () => {
    const { cells } = createLanguage().update(cellsOf("await backtest(s, o)", "1")).analysis;
    expect(cells.map(({ isHeavy }) => isHeavy)).toEqual([true, false]);
  });
});

describe("compiling", () => {
  const compile = (source: string, reads: readonly string[] = []) => {
    const syntax = readCellSyntax(source);
    const plain = (name: string) => ({ key: name, local: name });
    return compileCell("c", syntax, { reads: reads.map(plain), defines: syntax.values.map(plain) });
  };
  // biome-ignore lint/security/noGlobalEval: evaluating compiled cells is what is tested
  const evaluate = globalThis.eval as (code: string) => Run;
  type Run = (inputs: object, define: (getters: Record<string, () => unknown>) => void) => Promise<unknown>;
  const run = async (source: string, inputs: Record<string, unknown> = {}) => {
    const compiled = compile(source, Object.keys(inputs));
    const getters: Record<string, () => unknown> = {};
    const value = await evaluate(compiled.code)(inputs, (own: typeof getters) => Object.assign(getters, own));
    return { value, getters };
  };
  it.each<[string, Record<string, unknown>, unknown]>([
    ["1 + 1", {}, 2],
    ["const a: number = 1;\na as number;", {}, 1],
    ["await Promise.resolve(x)", { x: 3 }, 3],
    ["enum E { A = 4 }\nE.A", {}, 4],
    ["class C { constructor(readonly x: number) {} }\nnew C(5).x", {}, 5],
    ["const a = 1", {}, undefined],
    ["a; // comment", { a: 6 }, 6],
    ["({ a: 1 }).a", {}, 1],
    ["typeof this", {}, "undefined"],
    ["", {}, undefined],
  ])("%j gives its last expression's value", async (source, inputs, value) => {
    expect((await run(source, inputs)).value).toBe(value);
  });
  it("registers definitions before the body, so that those before a throw survive", async () => {
    const compiled = compile("const a = 1;\nthrow new Error('x');\nconst b = 2;");
    let getters: Record<string, () => unknown> = {};
    const body: Run = evaluate(compiled.code);
    await expect(body({}, (own) => (getters = own))).rejects.toThrow("x");
    expect(getters.a!()).toBe(1);
    expect(() => getters.b!()).toThrow(ReferenceError);
  });
  it.each([
    ["null.x", 1, 6],
    ["\n\n  null.x", 3, 8],
    ["const n: null = null;\nn.x;", 2, 3],
    ["const a: {b: number} = null as any; a.b", 1, 39],
    ["enum E {\n  A,\n  B,\n}\nnull.x", 5, 6],
    ["const f = (x: any): number =>\n  x.y.z;\nf({})", 2, 7],
  ])("G9: %j fails at exactly its line and column", async (source, line, column) => {
    const compiled = compile(source);
    const error = await evaluate(compiled.code)({}, () => {}).catch((caught: unknown) => caught);
    const frame = /cell:c[^\n]*?:(\d+):(\d+)\)?/.exec((error as Error).stack!)!;
    expect([Number(frame[1]), mapColumn(Number(frame[1]), Number(frame[2]), compiled.insertions)]).toEqual([
      line,
      column,
    ]);
  });
});

describe("the type check", () => {
  const market = {
    mic: "XNYS",
    name: "New York",
    currency: "USD",
    timeZone: "America/New_York",
    sessions: 1,
  };
  const check = (...sources: string[]) => {
    const language = createLanguage();
    language.declareStore({
      fields: [
        {
          name: "close",
          kind: "price",
          unit: "",
          description: "Close",
          coverage: 1,
          ageDays: 0,
          ttlDays: null,
          restatementRate: 0,
          newestKnownAt: null,
        },
      ],
      universes: [{ id: "GLOBAL_LARGE", label: "Global large", names: 3, mics: ["XNYS"] }],
      markets: [{ ...market, firstSession: "2014-01-02", lastSession: "2023-12-29" }],
    });
    language.update(cellsOf(...sources));
    return language
      .check()
      .map(({ cellId, line, column, message }) => `${cellId}:${line}:${column} ${message}`);
  };
  it("sees types across cells", () => {
    expect(check("const a = 1;", "const b: string = a;")).toEqual([
      "c1:1:7 Type 'number' is not assignable to type 'string'.",
    ]);
  });
  it("allows top-level await and knows no DOM", () => {
    expect(check("const a = await Promise.resolve(1);\nfor await (const b of [1]) b;")).toEqual([]);
    expect(check("document")[0]).toContain("Cannot find name 'document'");
  });
  it("names the nearest field of an unknown one, once, with its cell and line", () => {
    const found = check(
      "1",
      `const s = strategy({
  name: "s", universe: "GLOBAL_LARGE", decide: atClose("XNYS"), rebalance: "daily",
  signal: ({ field }) => field.clsoe.rank(), weights: ({ signal }) => signal.equal(),
});`,
    );
    expect(found).toEqual(['c1:3:32 There is no field named "clsoe" in the store. Did you mean "close"?']);
  });
  it("finds a strategy, its backtest and the store's data well typed", () => {
    expect(
      check(
        `const momentum = strategy({
  name: "s", universe: "GLOBAL_LARGE", decide: atClose("XNYS", { delay: "30m" }), rebalance: "month-end",
  params: { lookback: param.int(252), top: param.percent(10) },
  signal: ({ field, p }) => field.close.delay(p.lookback).rank(), weights: ({ signal, p }) => signal.top(p.top).equal(),
});`,
        `const run = await backtest(momentum, { from: "2014-01-01", to: "2023-12-31", capital: usd(1e8), costs: "none" });
tearSheet(run, { benchmark: "GLOBAL_LARGE" });
console.log(metrics(run).sharpe);`,
        `const rows = await data.crossSection({ universe: data.universe("GLOBAL_LARGE"), fields: ["close"], at: "2020-01-01" });
rows[0]?.close?.toFixed(2);`,
        `strategy({ name: "s", universe: "GLOBAL_LARGE", decide: atClose("XNYS"), rebalance: "daily",
  needs: { fields: ["close"], lookback: 1 }, weights: (ctx) => ({ [ctx.members[0] ?? ""]: 1 }) });`,
      ),
    ).toEqual([]);
  });
  it("names the nearest field of a misspelt text", () => {
    expect(check('await data.crossSection({ universe: "GLOBAL_LARGE", fields: ["clsoe"] })')).toEqual([
      'c0:1:62 There is no field named "clsoe" in the store. Did you mean "close"?',
    ]);
  });
  it("finds nothing wrong in the declarations themselves", () => {
    const checker = createCellChecker();
    for (const names of [null, { fields: [], universes: [], markets: [] }]) {
      checker.setDeclarations([
        ...researchDeclarations,
        { path: "/store-names.d.ts", text: declareStoreNames(names) },
      ]);
      expect(checker.checkDeclarations()).toEqual([]);
    }
  });
  it("gives only the syntax error of a text that does not parse", () => {
    expect(check("const a = ;")).toEqual(["c0:1:11 Expression expected."]);
  });
  it("answers for the newest text after each change", () => {
    const language = createLanguage();
    language.update(cellsOf("const a: string = 1"));
    expect(language.check()).toHaveLength(1);
    language.update(cellsOf("const a: string = ''"));
    expect(language.check()).toEqual([]);
  });
});
