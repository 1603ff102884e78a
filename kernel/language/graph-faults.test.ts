import { expect, it } from "vitest";
import { createLanguage } from "./language.ts";

const language = createLanguage();
/** Faults as cell:line:column code, by the graph alone. */
const faultsOf = (...sources: string[]): string[] =>
  language
    .update(sources.map((source, k) => ({ id: `c${k}`, kind: "code", source, attributes: [] })))
    .analysis.diagnostics.map(({ cellId, line, column, code }) => `${cellId}:${line}:${column} ${code}`);

const DUPLICATE = "duplicate-definition";
const FOREIGN = "foreign-assignment";

// cells → faults
const rows: readonly (readonly [cells: readonly string[], ...faults: string[]])[] = [
  [["const a = 1", "a"]],
  [["a", "const a = 1"]],
  [["const a = 1", "const a = 2"], `c0:1:7 ${DUPLICATE}`, `c1:1:7 ${DUPLICATE}`],
  [["const a = 1", "let b, a", "var a"], `c0:1:7 ${DUPLICATE}`, `c1:1:8 ${DUPLICATE}`, `c2:1:5 ${DUPLICATE}`],
  [["function f() {}", "\n  class f {}"], `c0:1:10 ${DUPLICATE}`, `c1:2:9 ${DUPLICATE}`],
  [["type T = 1", "interface T {}"], `c0:1:6 ${DUPLICATE}`, `c1:1:11 ${DUPLICATE}`],
  [["type T = 1", "const T = 1"], `c0:1:6 ${DUPLICATE}`, `c1:1:7 ${DUPLICATE}`],
  [["interface T {}", "interface T {}"], `c0:1:11 ${DUPLICATE}`, `c1:1:11 ${DUPLICATE}`],
  [["namespace N {}", "namespace N {}"], `c0:1:11 ${DUPLICATE}`, `c1:1:11 ${DUPLICATE}`],
  [["enum E { A }", "enum E { B }"], `c0:1:6 ${DUPLICATE}`, `c1:1:6 ${DUPLICATE}`],
  [["declare const a: 1", "const a = 1"], `c0:1:15 ${DUPLICATE}`, `c1:1:7 ${DUPLICATE}`],
  [["const { x: a } = o", "for (var a of b) ;"], `c0:1:12 ${DUPLICATE}`, `c1:1:10 ${DUPLICATE}`],
  [["const a = 1", "{ const a = 2 }"]],
  [["const a = 1", "{ var a = 2 }"], `c0:1:7 ${DUPLICATE}`, `c1:1:7 ${DUPLICATE}`],
  [["function f() {}", "{ function f() {} }"]],
  [["const e = 1", "try {} catch (e) {}"]],
  [["const a = 1", "a: for (;;) break a"]],
  [["const __a = 1", "__a", "const __a = 2"], `c0:1:7 ${DUPLICATE}`, `c2:1:7 ${DUPLICATE}`],
  [["const \\u0061 = 1", "const a = 2"], `c0:1:7 ${DUPLICATE}`, `c1:1:7 ${DUPLICATE}`],
  [["const a = b", "const b = a"], "c0:1:11 cycle", "c1:1:11 cycle"],
  [["const a = b", "const b = c", "const c = a", "a"], "c0:1:11 cycle", "c1:1:11 cycle", "c2:1:11 cycle"],
  [["const a = () => b()", "const b = () => a()"], "c0:1:17 cycle", "c1:1:17 cycle"],
  [["type A = B[]", "type B = A[]"], "c0:1:10 cycle", "c1:1:10 cycle"],
  [["const a = a_; const x = d", "const d = x"], "c0:1:25 cycle", "c1:1:11 cycle"],
  [["const a = () => a()"]],
  [["const a = b; const b_ = 1", "const b = b_"], "c0:1:11 cycle", "c1:1:11 cycle"],
  [
    ["const a = b", "const b = a", "const c = d", "const d = c"],
    "c0:1:11 cycle",
    "c1:1:11 cycle",
    "c2:1:11 cycle",
    "c3:1:11 cycle",
  ],
  [["const a = c", "const b = a", "const c = 1"]],
  [["let a = 1", "a = 2"], `c1:1:1 ${FOREIGN}`],
  [["let a = 1", "a++; a--; a += 1"], `c1:1:1 ${FOREIGN}`, `c1:1:6 ${FOREIGN}`, `c1:1:11 ${FOREIGN}`],
  [["let a = 1", "[a] = [2]; ({ a } = { a: 3 })"], `c1:1:2 ${FOREIGN}`, `c1:1:15 ${FOREIGN}`],
  [["let a = 1", "const f = () => { a = 2 }"], `c1:1:19 ${FOREIGN}`],
  [["let a = 1", "for (a of [1]) ;"], `c1:1:6 ${FOREIGN}`],
  [["let a = 1", "(a as any) = 2"], `c1:1:2 ${FOREIGN}`],
  [["let a = 1", "{ let a; a = 2 }"]],
  [["let a = [1]", "a[0] = 2; a.x = 1"]],
  [["let a = 1; a = 2", "a"]],
  [["let a = 1; const f = () => { a = 2 }", "a"], "c0:1:30 late-assignment"],
  [["let a = 1; const f = () => { a = 2 }", "f"]],
  [
    ["let a = 1; function f() { a++ } class C { m() { [a] = [1] } }", "a"],
    "c0:1:27 late-assignment",
    "c0:1:50 late-assignment",
  ],
  [["let a = 1; { a = 2 } for (a of [1]) ;", "a"]],
  [["x = 1"]],
  [['import { a } from "fs"'], "c0:1:19 refused-syntax"],
  [['import { a } from "./x.nb.ts"'], "c0:1:1 bad-import"],
  [
    ['import { a } from "./x.nb.ts"', 'import { a } from "./x.nb.ts"'],
    "c0:1:1 bad-import",
    `c0:1:10 ${DUPLICATE}`,
    "c1:1:1 bad-import",
    `c1:1:10 ${DUPLICATE}`,
  ],
  [['import { usd } from "asof"', 'import { usd } from "asof"']],
  [['import { a } from "./x.nb.ts"', "a = 1"], "c0:1:1 bad-import", `c1:1:1 ${FOREIGN}`],
  [["", "// nothing", ";"]],
];

it.each(rows)("G2: the cells %j have exactly their faults", (cells, ...faults) => {
  expect(faultsOf(...cells)).toEqual(faults);
});

it("G2: what an edit, a deletion or a new name mends is mended on every cell", () => {
  expect(faultsOf("const a = b", "const b = a")).toHaveLength(2);
  expect(faultsOf("const a = b", "const b = 1")).toEqual([]);
  expect(faultsOf("const a = b", "const b = 1", "const b = 2")).toHaveLength(2);
  expect(faultsOf("const a = b", "const b = 1", "const c = 2")).toEqual([]);
  expect(faultsOf("const a = b", "const b = 1", "b = 3")).toHaveLength(1);
  expect(faultsOf("const a = b", "b = 3")).toEqual([]);
});
