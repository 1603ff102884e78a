import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleDenoShell } from "../../kernel/testing/bundle-kernel.ts";

/** The runner's shell in a file of its own, as the build makes it. */
export const writeRunnerScript = async (): Promise<{ readonly script: string; remove(): void }> => {
  const folder = mkdtempSync(join(tmpdir(), "asof-runner-"));
  const script = join(folder, "runner.js");
  const workers = { "runner-worker": "bundle/runner/runner-worker.ts" };
  writeFileSync(script, await bundleDenoShell("bundle/runner/deno-runner.ts", workers));
  return { script, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
