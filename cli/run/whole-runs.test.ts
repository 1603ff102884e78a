import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type WholeRun, wholeRuns } from "../../engine/testing/whole-runs.ts";
import { denoProgram } from "../../kernel/deno/start-deno.ts";
import { bundleModule } from "../../kernel/testing/bundle-kernel.ts";

const WORLDS = 24;
const WITHOUT_PERMISSIONS = ["run", "--no-prompt", "--no-config", "--no-remote", "--no-npm", "--quiet"];

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-whole-runs-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inDeno = async (name: string, before: string): Promise<WholeRun[]> => {
  const script = join(folder, `${name}.js`);
  const lines = [
    before,
    'const { wholeRuns } = await import("./engine.js");',
    `console.log(JSON.stringify(wholeRuns(${WORLDS})));`,
  ];
  await writeFile(script, lines.join("\n"));
  const { stdout } = await promisify(execFile)(denoProgram(), [...WITHOUT_PERMISSIONS, script], {
    cwd: folder,
    env: { DENO_DIR: join(folder, name), DENO_NO_UPDATE_CHECK: "1" },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as WholeRun[];
};

it("Node and Deno, with and without the compiled kernels, give the same order hashes and curves on 24 worlds", async () => {
  await writeFile(join(folder, "engine.js"), await bundleModule("engine/testing/whole-runs.ts"));
  const others = Promise.all([inDeno("compiled", ""), inDeno("plain", "delete globalThis.WebAssembly;")]);
  const expected = wholeRuns(WORLDS);
  expect(await others).toEqual([expected, expected]);
});
