import { build } from "vite";
import { expect, it } from "vitest";
import { denoOptions, nodeOptions, scriptOptions } from "./vite-options.mjs";

const ENTRY = "engine/expression/finite.ts";
const ways = {
  node: nodeOptions({ group: "x", kind: "node", entry: ENTRY, file: "x/finite.js" }, false),
  deno: denoOptions({ group: "x", kind: "deno", entry: ENTRY, file: "x/finite.js" }, false),
  script: scriptOptions({ group: "x", kind: "script", entry: ENTRY, file: "x/finite.js" }, false),
};

it.each(Object.entries(ways))(
  "a missing value in a loop stays the property in a %s bundle",
  async (_, options) => {
    const built = await build({ ...options, build: { ...options.build, write: false } });
    const { output } = /** @type {import("vite").Rolldown.RolldownOutput} */ (
      Array.isArray(built) ? built[0] : built
    );
    const code = output[0].code.replaceAll(/\/\*[\s\S]*?\*\//g, "");
    expect(new Set(code.match(/.{0,18}\bNaN\b/g))).toEqual(new Set(["globalThis.Number.NaN"]));
  },
);
