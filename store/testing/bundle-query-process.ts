import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The query process as one file, as the build makes it, inside the project so that DuckDB's binding is found. */
export const bundleQueryProcess = async (): Promise<{
  readonly script: string;
  remove(): Promise<void>;
}> => {
  const cache = join(root, "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "asof-query-"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: ["@duckdb/node-bindings"], target: "node" },
    build: {
      outDir: folder,
      ssr: join(root, "store/query/query-process.ts"),
      target: "node20",
      minify: false,
      rolldownOptions: {
        external: [/^node:/, "@duckdb/node-bindings"],
        output: { format: "es", entryFileNames: "query-process.mjs", codeSplitting: false },
      },
    },
  });
  return {
    script: join(folder, "query-process.mjs"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
