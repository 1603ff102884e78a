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

/** Other text in place of modules, by their paths in the repository. */
const replacedModules = (texts: Readonly<Record<string, string>>): Plugin => ({
  name: "replaced-modules",
  enforce: "pre",
  load: (id) => texts[id.slice(root.length)] ?? null,
});

const bundle = async (
  entry: string,
  format: "iife" | "es",
  texts: Readonly<Record<string, string>> = {},
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const built = await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [replacedModules(replaced), engineKernels(), virtualTexts(texts)],
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

const CELL_WORKER = "the cell worker's text";
const TAKEN_AWAY = "the module that is taken away";

/** A module whose function does what it should, unless the module is the one that is taken away. */
const removable = (path: string, name: string, instead: string): string =>
  `export * from "./${path.split("/").at(-1)}?own";
import { ${name} as own } from "./${path.split("/").at(-1)}?own";
export const ${name} = (...given) => ([${JSON.stringify(TAKEN_AWAY)}].includes(${JSON.stringify(path)}) ? ${instead} : own(...given));`;

/** A function of a module of the cell worker, and what it gives where it is taken away. */
export interface Removable {
  readonly module: string;
  readonly name: string;
  readonly instead: string;
}

/** The kernel in Deno, built once; `without` gives it with one of these functions taken away, or whole with null. */
export const bundleDenoKernels = async (
  functions: readonly Removable[],
): Promise<{ without(module: string | null): string }> => {
  const replaced = functions.map(({ module, name, instead }) => [module, removable(module, name, instead)]);
  const worker = await bundle(
    "kernel/shells/cell-worker.ts",
    "iife",
    {},
    Object.fromEntries(replaced) as Record<string, string>,
  );
  const host = await bundle("kernel/shells/deno-host.ts", "es", {
    "virtual:cell-worker": CELL_WORKER,
    // No cell of these tests sweeps.
    "virtual:pool-worker": "",
    "virtual:language-worker": await bundle("kernel/shells/language-worker.ts", "iife"),
  });
  return {
    without: (module) => {
      const own = worker.replaceAll(JSON.stringify(TAKEN_AWAY), JSON.stringify(module ?? ""));
      const whole = host.replace(JSON.stringify(CELL_WORKER), () => JSON.stringify(own));
      if (own === worker || whole === host) throw new Error("the places to fill were not found");
      return whole;
    },
  };
};
