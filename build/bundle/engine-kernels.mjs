import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { exactFingerprint, listFiles } from "../stamp.mjs";

/** @import { Plugin } from "vite" */

const SOURCES = "engine/kernels/assembly";
const RECIPE = "build/bundle/engine-kernels.mjs";
const COMPILER = "node_modules/assemblyscript/package.json";
const FOLDER = inRoot("out", "engine");
const OUTPUT = inRoot("out", "engine", "kernels.wasm");
const STAMP = inRoot("out", "engine", "kernels.stamp");
const FLAGS = [
  ..."-O3 --noAssert --runtime stub --enable simd,threads,bulk-memory".split(" "),
  ..."--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536".split(" "),
  // Functions that take a vector are called by other kernels only.
  ..."--disableWarning 112".split(" "),
];

/**
 * The engine's kernels as bytes: compiled from AssemblyScript into `out/engine/kernels.wasm`, unless that was made
 * from the same sources by the same compiler.
 * @returns {Promise<Uint8Array>}
 */
export async function compileKernels() {
  const sources = listFiles([SOURCES], { skip: (path) => path.endsWith(".json") });
  const fingerprint = exactFingerprint([...sources, RECIPE, COMPILER]);
  try {
    if (readFileSync(STAMP, "utf8") === fingerprint) return readFileSync(OUTPUT);
  } catch {
    // Never built.
  }
  const { default: asc } = await import("assemblyscript/asc");
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { error, stderr } = await asc.main([`${SOURCES}/index.ts`, ...FLAGS, "--outFile", "kernels.wasm"], {
    readFile: (name, folder) => readText(inRoot(folder ?? ".", name)),
    writeFile: (name, content) => {
      if (name.endsWith(".wasm") && typeof content !== "string") bytes = content;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`the kernels do not compile: ${stderr.toString() || error?.message}`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(OUTPUT, bytes);
  writeFileSync(STAMP, fingerprint);
  return bytes;
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** Puts the compiled kernels where `engine/kernels/embedded-wasm.ts` is empty. @returns {Plugin} */
export const engineKernels = () => ({
  name: "asof-engine-kernels",
  async transform(code, id) {
    if (!id.replaceAll("\\", "/").endsWith("engine/kernels/embedded-wasm.ts")) return undefined;
    const base64 = Buffer.from(await compileKernels()).toString("base64");
    const filled = code.replace('= ""', `= "${base64}"`);
    if (filled === code) throw new Error("embedded-wasm.ts has no empty text to fill");
    return { code: filled, map: null };
  },
});
