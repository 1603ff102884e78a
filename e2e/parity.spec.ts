import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type CDPSession, expect, test } from "@playwright/test";
import { rolldown } from "rolldown";
import { build } from "vite";
import { launchSample, projectFolder, type RunningApp } from "./support/launch.ts";

/** Vectors of each definition. */
const VECTORS = Number(process.env.ASOF_ROUNDS ?? 1_000);
const DAY_MS = 86_400_000;
const day = (iso: string): number => Date.parse(iso) / DAY_MS;
const MODES = { expression: ["batch", "at", "stream"], callback: ["batch", "at"] };

const notebooks = join(projectFolder, "sample-data", "notebooks");
const wish = (notebook: string, variable: string, form: keyof typeof MODES, kind = "strategy") => ({
  file: join(notebooks, `${notebook}.nb.ts`),
  variable,
  kind,
  form,
  from: day("2014-01-01"),
  to: day("2023-12-31"),
});
/** Every strategy of the sample notebooks, and the factor of each that has one. */
const wanted = [
  wish("twelve-one-momentum", "momentum", "expression"),
  wish("twelve-one-momentum", "momentum", "expression", "factor"),
  wish("momentum-how-much-is-search", "momentum", "expression"),
  wish("momentum-how-much-is-search", "momentum", "expression", "factor"),
  wish("value-book-to-price", "value", "expression"),
  wish("value-book-to-price", "value", "expression", "factor"),
  wish("value-book-to-price", "valueByHand", "callback"),
];
const nameOf = ({ file, variable, kind }: (typeof wanted)[number]) =>
  `${basename(file, ".nb.ts")}, ${variable}, ${kind}`;

interface Replayed {
  readonly vectors: number;
  readonly modes: readonly string[];
  readonly fault: string | null;
  readonly backtests: readonly string[];
}
interface Case {
  readonly parity: { readonly vectors: Readonly<Record<"signal" | "weight", Float64Array>> };
}
type Replay = (given: Case, wrongIn: string | null) => Promise<Replayed>;

let app: RunningApp;
let folder: string;
let cases: readonly Case[];
/** The same code in each engine. */
let engines: Readonly<Record<"node" | "deno" | "chromium", Replay>>;

const builtModule = () => join(projectFolder, "out", "testing", basename(folder));

const buildForNode = async () => {
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: ["@duckdb/node-api", "typescript", "deno"], target: "node" },
    build: {
      ssr: "cli/bundle/testing/parity-in-node.ts",
      outDir: builtModule(),
      minify: false,
      emptyOutDir: false,
    },
  });
  return import(pathToFileURL(join(builtModule(), "parity-in-node.js")).href);
};

const buildForPage = async (): Promise<string> => {
  const input = join(projectFolder, "bundle", "testing", "parity-in-page.ts");
  const file = join(folder, "parity-in-page.js");
  const built = await rolldown({ input, platform: "browser" });
  await built.write({ file, format: "iife", name: "parity" });
  await built.close();
  return readFile(file, "utf8");
};

/**
 * The published definition's own worker, as it is built, in a worker of the kernel's page that may make code from text;
 * spoken to from the page. As a debugger does it: the page's policy lets nobody else evaluate anything.
 */
const inKernelPage = async (script: string): Promise<(expression: string) => Promise<unknown>> => {
  const find = () => app.electron.windows().find((each) => each.url().startsWith("kernel://"));
  await expect.poll(() => find() !== undefined).toBe(true);
  const page = find()!;
  const session: CDPSession = await app.electron.context().newCDPSession(page);
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    expect(exceptionDetails?.exception?.description).toBeUndefined();
    return result.value;
  };
  const [worker] = await Promise.all([
    page.waitForEvent("worker"),
    evaluate(`globalThis.parityWorker = new Worker("./pool-worker.js", { name: "parity" }); 0`),
  ]);
  await worker.evaluate(await readFile(join(projectFolder, "out", "kernel", "runner-worker.js"), "utf8"));
  await evaluate(`${script}; globalThis.parity = parity; 0`);
  return evaluate;
};

test.beforeAll(async () => {
  test.setTimeout(240_000);
  const strategies = await Promise.all(
    (await readdir(notebooks))
      .filter((name) => name.endsWith(".nb.ts"))
      .map((name) => readFile(join(notebooks, name), "utf8")),
  );
  // A strategy that comes to the samples must come to this test as well.
  expect(strategies.join("\n").match(/= strategy\(/g)).toHaveLength(4);
  folder = await mkdtemp(join(tmpdir(), "asof-parity-"));
  app = await launchSample("twelve-one-momentum");
  const node = await buildForNode();
  cases = await node.drawCases(join(projectFolder, "out", "sample-store"), wanted, VECTORS);
  const evaluate = await inKernelPage(await buildForPage());
  const runner = join(projectFolder, "out", "kernel-deno", "runner.js");
  engines = {
    node: node.replayInNode,
    deno: (given, wrongIn) => node.replayInDeno(runner, given, wrongIn),
    chromium: async (given, wrongIn) => {
      const asked = `"${node.packCase(given)}", ${JSON.stringify(wrongIn)}`;
      return (await evaluate(`parity.replayInPage(globalThis.parityWorker, ${asked})`)) as Replayed;
    },
  };
});
test.afterAll(async () => {
  await app?.close();
  for (const each of [folder, builtModule()]) await rm(each, { recursive: true, force: true });
});

for (const [k, each] of wanted.entries())
  test(`B14: Chromium, Deno and Node give the same bits in every mode: ${nameOf(each)}`, async () => {
    test.setTimeout(Math.max(120_000, VECTORS * 60));
    const given = cases[k]!;
    const { signal, weight } = given.parity.vectors;
    // Values that are there, several of them, and none that stands for all.
    if (each.form === "expression") expect(new Set(signal).size).toBeGreaterThan(100);
    if (each.kind === "strategy") expect(new Set(weight).size).toBeGreaterThan(2);
    const expected = await engines.node(given, null);
    expect(expected).toMatchObject({ vectors: VECTORS, modes: MODES[each.form], fault: null });
    expect(expected.backtests).toHaveLength(each.kind === "factor" ? 0 : 6);
    expect(await engines.deno(given, null)).toEqual(expected);
    expect(await engines.chromium(given, null)).toEqual(expected);
  });

test("B14: one other bit, in any engine and any mode, is told", async () => {
  for (const [k, each] of wanted.entries()) {
    // Those of little history: each mode of each engine is replayed up to the planted bit.
    if (!basename(each.file).startsWith("value")) continue;
    for (const mode of MODES[each.form])
      for (const [engine, replay] of Object.entries(engines))
        expect(await replay(cases[k]!, mode), `${nameOf(each)}, ${engine}, ${mode}`).toMatchObject({
          fault: `parity-differs ${mode}`,
          vectors: 0,
        });
  }
});
