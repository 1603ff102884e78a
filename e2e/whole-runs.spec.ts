import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { rolldown } from "rolldown";
import { build } from "vite";
import { launch, projectFolder, type RunningApp } from "./support/launch.ts";
import { cell, expectState } from "./support/notebook.ts";

const WORLDS = 24;

/** The last cell of the notebook: of each run its order hash, the bits of its curves, and its metrics. */
const BITS = `// %% id=bits00
const bitsOf = (values: Float64Array): string => {
  let [a, b] = [1, 2];
  for (const word of new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)) {
    a = Math.imul(a ^ word, 16777619);
    b = Math.imul(b + word, 40503) ^ (b >>> 13);
  }
  return [values.length, a >>> 0, b >>> 0].join(" ");
};
const told = [run, free, valueRun, byHand].flatMap((each) => [
  each.orderHash,
  ...[each.navMinor, each.cashMinor, each.grossExposure, each.benchmark].map(bitsOf),
  ...Object.values(metrics(each)),
]);
md(told.join(" "));
`;

let app: RunningApp;
let folder: string;
/** Both samples as one notebook, with a last cell that tells every bit. */
let file: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-whole-runs-"));
  file = join(folder, "both.nb.ts");
  const read = (name: string) =>
    readFile(join(projectFolder, "sample-data", "notebooks", `${name}.nb.ts`), "utf8");
  const value = await read("value-book-to-price");
  await writeFile(
    file,
    `${await read("twelve-one-momentum")}\n${value.slice(value.indexOf("// %%"))}\n${BITS}`,
  );
  app = await launch(file);
  await expect(app.window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
});
test.afterAll(async () => {
  await app?.close();
  for (const each of [folder, join(projectFolder, "out", "testing", basename(folder))])
    await rm(each, { recursive: true, force: true });
});

/** The engine's generated worlds as one file: a module for Node, or a script that defines `wholeRuns`. */
const bundleWorlds = async (format: "es" | "iife"): Promise<string> => {
  const input = join(projectFolder, "engine", "testing", "whole-runs.ts");
  const file = join(folder, `worlds.${format === "es" ? "mjs" : "js"}`);
  const built = await rolldown({ input, platform: format === "es" ? "node" : "browser" });
  await built.write({ file, format, name: "worlds" });
  await built.close();
  return file;
};

test("Node and the kernel's own window give the same order hashes and curves on 24 worlds", async () => {
  const kernel = () => app.electron.windows().find((each) => each.url().startsWith("kernel://"));
  await expect.poll(() => kernel() !== undefined).toBe(true);
  const page = await app.electron.context().newCDPSession(kernel()!);
  const script = await readFile(await bundleWorlds("iife"), "utf8");
  // As a debugger does: the page's own policy lets nobody else evaluate anything.
  const { result, exceptionDetails } = await page.send("Runtime.evaluate", {
    expression: `${script}; JSON.stringify(worlds.wholeRuns(${WORLDS}))`,
    returnByValue: true,
  });
  expect(exceptionDetails?.exception?.description).toBeUndefined();
  const { wholeRuns } = await import(pathToFileURL(await bundleWorlds("es")).href);
  const expected = wholeRuns(WORLDS);
  expect(expected.length).toBe(5 * WORLDS);
  expect(JSON.parse(result.value)).toEqual(expected);
});

const inDeno = async (): Promise<string> => {
  const args = [join(projectFolder, "cli", "bin.mjs"), "run", file, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(stdout).cells.at(-1).outputs[0].text;
};

/** In this very process: no sandbox, no worker, and the kernels as they are in the source. */
const inNode = async (): Promise<string> => {
  const outDir = join(projectFolder, "out", "testing", basename(folder));
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: ["@duckdb/node-api", "typescript"], target: "node" },
    build: { ssr: "cli/run/testing/run-in-node.ts", outDir, minify: false, emptyOutDir: false },
  });
  const { runInNode } = await import(pathToFileURL(join(outDir, "run-in-node.js")).href);
  const { cells, faults } = await runInNode(
    await readFile(file, "utf8"),
    join(projectFolder, "out", "sample-store"),
  );
  expect(faults).toEqual([]);
  return cells.at(-1).outputs[0].text;
};

test("Node, Deno and the window give the sample notebooks the same order hashes, curves and metrics", async () => {
  const others = Promise.all([inDeno(), inNode()]);
  const { window } = app;
  await window.getByRole("button", { name: "Run all", exact: true }).first().click();
  await expectState(window, "bits00", "done", 120_000);
  const [told, again] = await others;
  expect(told.match(/[0-9a-f]{64}/g)).toHaveLength(4);
  expect(again).toBe(told);
  await expect(cell(window, "bits00")).toContainText(told);
});
