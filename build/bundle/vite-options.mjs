import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import react from "@vitejs/plugin-react";
import { inRoot } from "../paths.mjs";
import { engineKernels } from "./engine-kernels.mjs";

/** @import { InlineConfig } from "vite" */
/** @import { DenoTarget, NodeTarget, ScriptTarget, WindowTarget } from "./targets.mjs" */

const BROWSER = "chrome130";
const NODE = "node20";

/**
 * What stays outside every bundle: packages with a binary or with files of their own, and what Electron provides. DuckDB's JavaScript goes in: its
 * hundred small files cost more to find than all the rest of a process's start.
 */
const EXTERNAL = ["electron", "@duckdb/node-bindings", "deno", "@electric-sql/pglite"];

/**
 * The bundler would shorten `Number.NaN` to the variable `NaN`, of which V8 makes an object on the heap for each cell
 * that a loop may write it to: measured, such loops take two to four times as long in Node and Deno.
 */
const MISSING = { "Number.NaN": "globalThis.Number.NaN" };

/** @param {boolean} isDev @returns {InlineConfig} */
const common = (isDev) => ({
  root: inRoot(),
  configFile: false,
  publicDir: false,
  logLevel: "warn",
  mode: isDev ? "development" : "production",
  plugins: [engineKernels()],
  define: { ...MISSING, "process.env.NODE_ENV": JSON.stringify(isDev ? "development" : "production") },
});

/**
 * @param {string} file
 * @param {boolean} isDev
 * @returns {NonNullable<InlineConfig["build"]>}
 */
const oneFile = (file, isDev) => ({
  outDir: inRoot("out", dirname(file)),
  emptyOutDir: false,
  copyPublicDir: false,
  reportCompressedSize: false,
  sourcemap: isDev ? "inline" : false,
});

/** @param {WindowTarget} target @param {boolean} isDev @returns {InlineConfig} */
export const windowOptions = (target, isDev) => ({
  ...common(isDev),
  root: inRoot(dirname(target.entry)),
  // Relative, because the page is served from app://asof/ and not from the root of a server.
  base: "./",
  plugins: [
    engineKernels(),
    react(),
    chosenEditorFeatures(),
    computedColumns(),
    focusedRenameBox(),
    letterFirst(),
  ],
  worker: { format: "es" },
  build: {
    outDir: inRoot("out", target.folder),
    emptyOutDir: true,
    target: BROWSER,
    minify: !isDev,
    sourcemap: isDev,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 20_000,
    modulePreload: { polyfill: false },
    // The page's policy allows fonts and scripts as files only, never as data: addresses.
    assetsInlineLimit: 0,
  },
});

/**
 * Changes one of Monaco's own files on its way into the bundle; a file in which nothing is to be changed any more ends
 * the build.
 * @param {string} name @param {string} file @param {(code: string) => string} change
 */
function changedMonaco(name, file, change) {
  return {
    name,
    transform(/** @type {string} */ code, /** @type {string} */ id) {
      if (!id.includes(`monaco-editor/esm/vs/${file}`)) return undefined;
      const changed = change(code);
      if (changed === code) throw new Error(`${name}: Monaco's ${file} is not as it was.`);
      return { code: changed, map: null };
    },
  };
}

/**
 * Leaves the choice of the editor's features to `renderer/editor/monaco-features.ts`: the file with which Monaco starts
 * its workers brings all of them along, whatever else is imported.
 */
const chosenEditorFeatures = () =>
  changedMonaco("asof-chosen-editor-features", "internal/common/workers.js", (code) =>
    code.replace(/^import '[^']+';$/gm, ""),
  );

/**
 * Lets the editor compute on Linux too where a column is, from the width that its letters all have, instead of asking
 * the page's layout for it at each key. Monaco asks there because some browsers do not tell of a zoom; the app's window
 * does, and the widths are measured anew.
 */
const computedColumns = () =>
  changedMonaco("asof-computed-columns", "editor/browser/viewParts/viewLines/viewLine.js", (code) =>
    code.replace("if (isLinux || isFirefox || isSafari)", "if (isFirefox || isSafari)"),
  );

/**
 * Draws the box for a new name before it is focused: Monaco waits a tenth of a second for that, and on a busy machine
 * what is typed went into the code, because a box that is not drawn yet takes no focus.
 */
const focusedRenameBox = () =>
  changedMonaco("asof-focused-rename-box", "editor/contrib/rename/browser/renameWidget.js", (code) =>
    code.replace(
      /(setTimeout\(\(\) => \{\n)(\s*)(this\._inputWithButton\.input\.focus\(\);)/,
      "$1$2this._editor.render(true);\n$2$3",
    ),
  );

/**
 * Draws a letter before the open list of suggestions follows it: to sort the names and draw the rows takes the page
 * longer than the letter does.
 */
const letterFirst = () =>
  changedMonaco("asof-letter-first", "editor/contrib/suggest/browser/suggestModel.js", (code) => {
    const follow = "this._refilterCompletionItems();";
    if (!code.includes(follow)) return code;
    const helper = JSON.stringify(inRoot("renderer", "editor", "behind-letter.ts"));
    const behind = `behindLetter(this._editor, () => {
      if (this._editor.hasModel() && this._triggerState !== undefined) ${follow}
    });`;
    return `import { behindLetter } from ${helper};\n${code.replaceAll(follow, behind)}`;
  });

/** @param {ScriptTarget} target @param {boolean} isDev @returns {InlineConfig} */
export const scriptOptions = (target, isDev) => ({
  ...common(isDev),
  build: {
    ...oneFile(target.file, isDev),
    target: BROWSER,
    minify: target.isMinified && !isDev,
    chunkSizeWarningLimit: 20_000,
    lib: {
      entry: inRoot(target.entry),
      formats: ["iife"],
      name: "asof",
      fileName: () => basename(target.file),
    },
    rolldownOptions: { output: { codeSplitting: false } },
  },
});

/**
 * @param {DenoTarget} target
 * @param {boolean} isDev
 * @returns {InlineConfig}
 */
export const denoOptions = (target, isDev) => ({
  ...common(isDev),
  plugins: [engineKernels(), workersAsText()],
  build: {
    ...oneFile(target.file, isDev),
    target: "es2023",
    minify: false,
    chunkSizeWarningLimit: 20_000,
    lib: { entry: inRoot(target.entry), formats: ["es"], fileName: () => basename(target.file) },
    rolldownOptions: { external: [/^node:/], output: { codeSplitting: false } },
  },
});

/** `virtual:cell-worker` and its kin: the built worker scripts as text, because Deno reads no file. */
function workersAsText() {
  const prefix = "virtual:";
  const names = ["cell-worker", "pool-worker", "runner-worker", "language-worker"];
  return {
    name: "asof-workers-as-text",
    resolveId: (/** @type {string} */ id) =>
      id.startsWith(prefix) && names.includes(id.slice(prefix.length)) ? `\0${id}` : undefined,
    load(/** @type {string} */ id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const file = inRoot("out", "kernel", `${id.slice(prefix.length + 1)}.js`);
      return `export default ${JSON.stringify(readFileSync(file, "utf8"))};`;
    },
  };
}

/** @param {NodeTarget} target @param {boolean} isDev @returns {InlineConfig} */
export const nodeOptions = (target, isDev) => ({
  ...common(isDev),
  // The TypeScript compiler asks for its file by the name that only CommonJS has.
  define: {
    ...common(isDev).define,
    ...(target.file.endsWith(".cjs") ? {} : { __filename: "import.meta.filename" }),
  },
  ssr: { noExternal: true, external: EXTERNAL, target: "node" },
  build: {
    ...oneFile(target.file, isDev),
    ssr: inRoot(target.entry),
    target: NODE,
    minify: false,
    rolldownOptions: {
      external: [/^node:/, ...EXTERNAL],
      output: {
        // The main process must register its schemes before the app is ready: an ES module may come too late.
        format: target.file.endsWith(".cjs") ? "cjs" : "es",
        entryFileNames: basename(target.file),
        codeSplitting: false,
      },
    },
  },
});
