import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the clone. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** @param {...string} parts */
export const inRoot = (...parts) => join(ROOT, ...parts);

/** What bootstrap learnt about this clone: small JSON stamps. Inside node_modules, so that a clean install forgets it. */
export const STAMPS = inRoot("node_modules", ".asof");

/** Kept between clones: distributions that are long to fetch. */
export function cacheFolder(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "asof");
}
