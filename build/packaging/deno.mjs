import { createHash } from "node:crypto";
import { accessSync, constants, createReadStream, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Advice } from "../report.mjs";

const require = createRequire(import.meta.url);
const BINARY = process.platform === "win32" ? "deno.exe" : "deno";
const PLATFORM =
  process.platform === "linux" ? `linux-${process.arch}-glibc` : `${process.platform}-${process.arch}`;

/** Where Deno lies in the resources of a packaged app, with its licence. */
export const DENO_FOLDER = "deno";

/** The Deno of this platform, as npm installed it and held it against the hash in the lock file. */
export function installedDeno() {
  const binary = join(dirname(require.resolve(`@deno/${PLATFORM}/package.json`)), BINARY);
  if (!existsSync(binary)) throw new Advice(`There is no Deno in ${binary}: run npm ci.`);
  return binary;
}

/** What the builder copies beside the archive. */
export const denoResources = () => [
  { from: installedDeno(), to: `${DENO_FOLDER}/${BINARY}` },
  { from: join(dirname(require.resolve("deno/package.json")), "LICENSE"), to: `${DENO_FOLDER}/LICENSE` },
];

/** @param {string} file */
async function hashOf(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/**
 * What is wrong with the Deno in a packaged app's resources.
 * @param {string} resources
 */
export async function listDenoFaults(resources, installed = installedDeno()) {
  const packaged = join(resources, DENO_FOLDER, BINARY);
  if (!existsSync(packaged)) return ["no Deno beside the archive"];
  try {
    accessSync(packaged, constants.X_OK);
  } catch {
    return ["Deno cannot be executed"];
  }
  return (await hashOf(packaged)) === (await hashOf(installed))
    ? []
    : ["Deno is not the one that was installed"];
}
