import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { rolldown } from "rolldown";
import { build } from "vite";
import { launch, projectFolder, type RunningApp } from "./support/launch.ts";
import { cell, expectState } from "./support/notebook.ts";
import { numberCells } from "./support/number-cells.ts";

const WORLDS = 24;

/** The last cell of the notebook: of each run its order hash, the bits of its curves, and its metrics. */
const BITS = `// %% id=bits00
const told = [run, free, valueRun, byHand].flatMap((each) => [
  each.orderHash,
  ...[each.navMinor, each.cashMinor, each.grossExposure, each.benchmark].map(bitsOf),
  ...Object.values(metrics(each)),
]);
md(told.join(" "));
`;

let app: RunningApp;
let folder: string;
/** Two of the samples as one notebook, with cells that engines could differ in, and a last one that tells every bit. */
let file: string;
/** The other one, which sweeps. */
let search: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-whole-runs-"));
  file = join(folder, "both.nb.ts");
  const read = (name: string) =>
    readFile(join(projectFolder, "sample-data", "notebooks", `${name}.nb.ts`), "utf8");
  const names = (await readdir(join(projectFolder, "sample-data", "notebooks"))).filter((name) =>
    /\.nb\.ts$/.test(name),
  );
  // A sample that comes to these must come to this test as well.
  expect(names.sort()).toEqual([
    "momentum-how-much-is-search.nb.ts",
    "twelve-one-momentum.nb.ts",
    "value-book-to-price.nb.ts",
  ]);
  search = join(folder, "search.nb.ts");
  await writeFile(search, await read("momentum-how-much-is-search"));
  const value = await read("value-book-to-price");
  await writeFile(
    file,
    `${await read("twelve-one-momentum")}\n${value.slice(value.indexOf("// %%"))}\n${numberCells}${BITS}`,
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

interface Manifest {
  readonly cellId: string;
  readonly outputs: readonly { readonly hash: string }[];
}
interface Told {
  readonly bits: string;
  readonly manifests: readonly Manifest[];
}

const inDeno = async (notebook: string): Promise<Told> => {
  const args = [join(projectFolder, "cli", "bin.mjs"), "run", notebook, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 256 * 1024 * 1024 });
  const { cells, manifest } = JSON.parse(stdout);
  return { bits: cells.at(-1).outputs[0]?.text, manifests: manifest };
};

/** In a Node process: no sandbox, no worker, and the kernels as they are in the source. */
const buildForNode = async () => {
  const outDir = join(projectFolder, "out", "testing", basename(folder));
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: ["@duckdb/node-api", "typescript"], target: "node" },
    build: { ssr: "cli/run/testing/run-in-node-process.ts", outDir, minify: false, emptyOutDir: false },
  });
  return async (notebook: string): Promise<Told> => {
    const args = [
      join(outDir, "run-in-node-process.js"),
      notebook,
      join(projectFolder, "out", "sample-store"),
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 256 * 1024 * 1024 });
    const { bits, faults, manifests } = JSON.parse(stdout);
    expect(faults).toEqual([]);
    return { bits, manifests };
  };
};

/** Cells far from what is seen are not drawn: each is gone to. */
const expectShown = async (window: Page, manifests: readonly Manifest[]): Promise<void> => {
  for (const { cellId, outputs } of manifests) {
    await cell(window, cellId).scrollIntoViewIfNeeded();
    const frames = cell(window, cellId).locator("[data-output-hash]");
    await expect(frames).toHaveCount(outputs.length);
    for (const [index, { hash }] of outputs.entries())
      await expect(frames.nth(index)).toHaveAttribute("data-output-hash", hash);
  }
};
const hashesOf = (manifests: readonly Manifest[]): string[] =>
  manifests.flatMap(({ outputs }) => outputs.map(({ hash }) => hash));

/** The window keeps what it ran beside the notebook, as the command does: whole manifests, not only hashes. */
const expectKept = async (name: string, manifests: readonly Manifest[]): Promise<void> => {
  const kept = () =>
    readFile(join(folder, ".asof", `${name}.runs`), "utf8").then((text) => text.trim().split("\n"));
  await expect.poll(async () => (await kept()).length).toBe(2);
  const runs = (await kept()).map((line) => JSON.parse(line));
  expect(runs.map(({ platform }) => platform).sort()).toEqual(["linux x64, Deno", "linux, window"]);
  for (const { cells } of runs) expect(cells).toEqual(manifests);
};

test("M8: Node, Deno and the window give all sample notebooks the same manifests, order hashes and curves", async () => {
  // Ten runs of whole notebooks, on a machine that may have other work.
  test.setTimeout(480_000);
  const inNode = await buildForNode();
  const others = (async () => {
    const [both, searched] = [await inDeno(file), await inDeno(search)];
    return { both, searched, again: await inNode(file), searchedAgain: await inNode(search) };
  })();
  const { window } = app;
  await window.getByRole("button", { name: "Run all", exact: true }).first().click();
  await expectState(window, "bits00", "done", 240_000);
  const { both, searched, again, searchedAgain } = await others;
  expect(both.bits.match(/[0-9a-f]{64}/g)).toHaveLength(4);
  expect(again).toEqual(both);
  expect(searchedAgain.manifests).toEqual(searched.manifests);
  await cell(window, "bits00").scrollIntoViewIfNeeded();
  await expect(cell(window, "bits00")).toContainText(both.bits);
  await expectShown(window, both.manifests);
  await expectKept("both", both.manifests);

  await window.keyboard.press("ControlOrMeta+W");
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, search);
  await window.keyboard.press("ControlOrMeta+O");
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  await window.getByRole("button", { name: "Run all", exact: true }).first().click();
  await expectState(window, "s9w2ka", "done", 240_000);
  await expectShown(window, searched.manifests);
  expect(hashesOf(searched.manifests).length).toBeGreaterThan(3);
  await expectKept("search", searched.manifests);

  // Where a result comes from, and the same again from nothing.
  await cell(window, "s9w2ka").locator(".output-frame").last().hover();
  await cell(window, "s9w2ka").getByRole("button", { name: "Where does this come from?" }).last().click();
  const dialog = window.getByRole("dialog");
  await expect(dialog.locator("[data-origin-hash]")).toHaveText(hashesOf(searched.manifests).at(-1)!);
  await window.screenshot({ path: join(projectFolder, "test-results", "origin.png") });
  await dialog.getByRole("button", { name: "Run again and compare" }).click();
  await expect(dialog.locator("[data-same]")).toHaveAttribute("data-same", "true", { timeout: 240_000 });
  await expect(dialog).toContainText("every hash equal");
  await window.screenshot({ path: join(projectFolder, "test-results", "verified.png") });
});
