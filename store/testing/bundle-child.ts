import { mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { rolldown } from "rolldown";

const projectFolder = resolve(import.meta.dirname, "../..");

/** Makes one script of a TypeScript entry of this project, to be run by Node as a process of its own. */
export const bundleChild = async (
  entry: string,
): Promise<{ readonly script: string; remove(): Promise<void> }> => {
  // Inside the project, so that the script finds DuckDB's binding, the only thing it does not contain.
  const folder = join(projectFolder, "out", "testing", `${process.pid}-${entry.replaceAll(/\W/g, "-")}`);
  const script = join(folder, "child.mjs");
  await mkdir(dirname(script), { recursive: true });
  const bundle = await rolldown({
    input: join(projectFolder, entry),
    platform: "node",
    external: [/^node:/, "@duckdb/node-bindings"],
    logLevel: "silent",
  });
  await bundle.write({ file: script, format: "esm", codeSplitting: false });
  await bundle.close();
  return { script, remove: () => rm(folder, { recursive: true, force: true }) };
};
