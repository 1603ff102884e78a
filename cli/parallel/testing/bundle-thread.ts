import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

/** The thread's script, as the build makes it, and a module of strategies for it, in a folder of their own. */
export const bundleThread = async () => {
  const folder = mkdtempSync(join(tmpdir(), "asof-threads-"));
  const bundle = async (source: string, file: string) => {
    const input = fileURLToPath(new URL(source, import.meta.url));
    const built = await rolldown({ input, platform: "node" });
    await built.write({ file, format: "es", codeSplitting: false });
    await built.close();
  };
  const script = join(folder, "run-worker.mjs");
  const strategies = join(folder, "strategies.mjs");
  await bundle("../run-worker.ts", script);
  await bundle("./strategies.ts", strategies);
  return { folder, script, strategies: pathToFileURL(strategies).href };
};
