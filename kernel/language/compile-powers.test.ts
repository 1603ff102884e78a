import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { deterministicMath } from "../../engine/index.ts";
import { readCellSyntax } from "./cell-syntax.ts";
import { compileCell } from "./compile-cell.ts";

const compile = (source: string) => compileCell("c", readCellSyntax(source), { reads: [], defines: [] });
const ownMath = () => ({
  ...Object.fromEntries(Object.getOwnPropertyNames(Math).map((n) => [n, (Math as never)[n]])),
});
/** What a cell's last expression gives, with another power in place of Math's. */
const run = (source: string, pow: (a: number, b: number) => number = Math.pow): Promise<unknown> => {
  const body = runInNewContext(compile(source).code, { Math: { ...ownMath(), pow } });
  return (body as (inputs: object, define: () => void) => Promise<unknown>)({}, () => {});
};

it.each<[string, unknown]>([
  ["2 ** 10", 1024],
  ["2 ** 3 ** 2", 512],
  ["(2 ** 3) ** 2", 64],
  ["(-2) ** 3 + 2 * 3 ** 2 - 1", 9],
  ["let x = 3; x **= 2; x **= 2; x", 81],
  ["const o = { p: 2, q: [3] }; o.p **= 3; o.q[0]! **= 2; [o.p, o.q[0]].join()", "8,9"],
  ["const f = async (n: number) => (await n) ** 2;\nawait f(4)", 16],
  ["String(2n ** 64n)", "18446744073709551616"],
  ["let big = 2n; big **= 3n; String(big)", "8"],
  ["('3' as any) ** ('2' as any)", 9],
  ["1 / (-0) ** 3", Number.NEGATIVE_INFINITY],
  ["undefined as any ** 1 // 2 ** 2\n", Number.NaN],
  ["enum E { A = 2 ** 3 }\nclass B { static v = E.A ** 2 }\nB.v", 64],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a cell's text.
  ["`${2 ** 3}${[1, 2].map((v) => v ** 2).join('**')}`", "81**4"],
  [
    "const log: string[] = []; const at = (t: string) => ({ valueOf: () => (log.push(t), 2) }) as any;\n((at('a') ** at('b')) as number, log.join())",
    "a,b",
  ],
])("S3: %s is what JavaScript says", async (source, value) => {
  expect(await run(source)).toEqual(value);
});

it("S3: every power of a cell is the kernel's own: no operator is left to the engine", async () => {
  const asked: number[][] = [];
  const source =
    "class C { v = 5 ** 1 }\nlet x = 2; x **= 3; const y = x ** 4 ** 1;\n[x, y, new C().v].join()";
  const shown = await run(source, (a, b) => {
    asked.push([a, b]);
    return a + b;
  });
  expect(shown).toBe("5,10,6");
  expect(asked).toEqual([
    [2, 3],
    [4, 1],
    [5, 5],
    [5, 1],
  ]);
});

it("S3: a power has the bits of the engine's own, for any two numbers", async () => {
  const pairs = fc.sample(fc.tuple(fc.double(), fc.double({ min: -20, max: 20 })), { seed: 3, numRuns: 300 });
  const given = await run(
    `JSON.stringify(${JSON.stringify(pairs)}.map(([a, b]) => String(a ** b)))`,
    deterministicMath.pow,
  );
  const own = JSON.parse(JSON.stringify(pairs)) as [number, number][];
  expect(JSON.parse(given as string)).toEqual(own.map(([a, b]) => String(deterministicMath.pow!(a, b))));
});

it("G4: a place that would have to be found twice, and the kernel's own names, are refused", () => {
  const refused = (source: string) => readCellSyntax(source).refused.map(({ message }) => message);
  expect(refused("const v = [1]; let i = 0; v[i++] **= 2;")[0]).toContain("name of its own first");
  expect(refused("const f = () => [1]; f()[0] **= 2;")).toHaveLength(1);
  expect(refused("const v = [1]; let i = 0; v[i] **= 2; v[0] **= 2;")).toEqual([]);
  expect(refused("const __power = 1;")).toHaveLength(1);
});

it("G9: a cell without powers is compiled as it was", () => {
  expect(compile("/** a ** b */\n1 + 1").code).not.toContain("__pow");
});
