import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { engineKernels } from "../../build/bundle/engine-kernels.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

const virtualTexts = (texts: Readonly<Record<string, string>>): Plugin => ({
  name: "virtual-texts",
  resolveId: (id) => (Object.hasOwn(texts, id) ? `\0${id}` : null),
  load: (id) =>
    id.startsWith("\0") && Object.hasOwn(texts, id.slice(1))
      ? `export default ${JSON.stringify(texts[id.slice(1)])}`
      : null,
});

const bundle = async (
  entry: string,
  format: "iife" | "es",
  texts: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const built = await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [engineKernels(), virtualTexts(texts)],
    resolve: { conditions: ["browser"] },
    build: {
      write: false,
      minify: false,
      target: "es2023",
      lib: { entry: `${root}${entry}`, formats: [format], name: "kernel", fileName: "kernel" },
    },
  });
  const output = (Array.isArray(built) ? built[0]! : built) as { output: { code?: string }[] };
  return output.output[0]!.code!;
};

/** A module and all it needs as the text of one, with the engine's compiled kernels in it. */
export const bundleModule = (entry: string): Promise<string> => bundle(entry, "es");

/** A Deno shell as one file, with its workers inside it, as the build makes it: `virtual:<name>` is a worker's text. */
export const bundleDenoShell = async (
  entry: string,
  workers: Readonly<Record<string, string>>,
): Promise<string> => {
  const texts = await Promise.all(
    Object.entries(workers).map(async ([name, worker]) => [`virtual:${name}`, await bundle(worker, "iife")]),
  );
  return bundle(entry, "es", Object.fromEntries(texts) as Record<string, string>);
};

export const bundleDenoKernel = (): Promise<string> =>
  bundleDenoShell("kernel/shells/deno-host.ts", {
    "cell-worker": "kernel/shells/cell-worker.ts",
    "pool-worker": "kernel/parallel/pool-worker.ts",
    "language-worker": "kernel/shells/language-worker.ts",
  });
