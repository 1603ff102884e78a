import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

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
    plugins: [virtualTexts(texts)],
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

/** The Deno shell as one file, with both workers inside it, as the build makes it. */
export const bundleDenoKernel = async (): Promise<string> => {
  const [cell, language] = await Promise.all([
    bundle("kernel/shells/cell-worker.ts", "iife"),
    bundle("kernel/shells/language-worker.ts", "iife"),
  ]);
  return bundle("kernel/shells/deno-host.ts", "es", {
    "virtual:cell-worker": cell,
    "virtual:language-worker": language,
  });
};
