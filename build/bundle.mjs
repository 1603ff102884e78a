import { existsSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { build } from "vite";
import { targets } from "./bundle/targets.mjs";
import { denoOptions, nodeOptions, scriptOptions, windowOptions } from "./bundle/vite-options.mjs";
import { inRoot } from "./paths.mjs";
import { Advice, failWith } from "./report.mjs";

/** @import { Target } from "./bundle/targets.mjs" */

/** `node build/bundle.mjs [--dev] [--only kernel,main]` builds everything in `out/`, or some groups of it. */
async function bundle(/** @type {string[]} */ args) {
  const { values } = parseArgs({ args, options: { dev: { type: "boolean" }, only: { type: "string" } } });
  const only = values.only?.split(",");
  const chosen = targets.filter(({ group }) => only === undefined || only.includes(group));
  const missing = chosen.filter(({ entry }) => !existsSync(inRoot(entry))).map(({ entry }) => entry);
  if (missing.length > 0) throw new Advice(`nothing to build from: ${missing.join(", ")} missing`);
  // One after the other: each bundle already keeps both cores of a small machine busy.
  for (const target of chosen) {
    const started = performance.now();
    await buildTarget(target, values.dev === true);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `${seconds.padStart(6)} s  out/${target.kind === "window" ? target.folder : target.file}\n`,
    );
  }
}

/**
 * @param {Target} target
 * @param {boolean} isDev
 */
async function buildTarget(target, isDev) {
  switch (target.kind) {
    case "window":
      return build(windowOptions(target, isDev));
    case "script":
      return build(scriptOptions(target, isDev));
    case "deno":
      return build(denoOptions(target, isDev));
    case "node":
    case "preload":
      return build(nodeOptions(target, isDev));
    case "copy":
      return copy(target.entry, target.file);
  }
}

/**
 * @param {string} entry
 * @param {string} file
 */
async function copy(entry, file) {
  await mkdir(inRoot("out", dirname(file)), { recursive: true });
  await rm(inRoot("out", file), { recursive: true, force: true });
  await cp(inRoot(entry), inRoot("out", file), { recursive: true });
}

await bundle(process.argv.slice(2)).catch(failWith);
