import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ROOT, STAMPS } from "./paths.mjs";

/**
 * What a step was made from: a quick fingerprint (names, sizes, times of change) and an exact one (contents). The quick
 * one answers almost every start; the exact one keeps a fresh checkout or a touched file from repeating long work.
 * @typedef {{ quick: string, exact: string }} Stamp
 */

/**
 * @param {readonly string[]} files relative to the root, or absolute
 * @param {string} [root]
 */
export function quickFingerprint(files, root = ROOT) {
  const hash = createHash("sha256");
  for (const file of files) {
    const { size, mtimeMs } = statSync(resolve(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/**
 * @param {readonly string[]} files
 * @param {string} [root]
 */
export function exactFingerprint(files, root = ROOT) {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(resolve(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * Every file under some places of the clone, in a fixed order, without what `skip` names.
 * @param {readonly string[]} places files or folders, relative to the root
 * @param {{ root?: string, skip?: (path: string) => boolean }} [options]
 */
export function listFiles(places, { root = ROOT, skip = () => false } = {}) {
  /** @type {string[]} */
  const files = [];
  const visit = (/** @type {string} */ path) => {
    if (skip(path) || !existsSync(join(root, path))) return;
    if (!statSync(join(root, path)).isDirectory()) files.push(path);
    else for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`);
  };
  for (const place of places) visit(place);
  return files;
}

/** @param {string} name */
const stampFile = (name) => join(STAMPS, `${name}.json`);

/**
 * True when `files` are as they were at the last `writeStamp` of that name.
 * @param {string} name
 * @param {readonly string[]} files
 */
export function isStamped(name, files) {
  /** @type {Stamp} */
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(stampFile(name), "utf8"));
  } catch {
    return false;
  }
  const quick = quickFingerprint(files);
  if (stamp.quick === quick) return true;
  if (stamp.exact !== exactFingerprint(files)) return false;
  save(name, { quick, exact: stamp.exact });
  return true;
}

/**
 * @param {string} name
 * @param {readonly string[]} files
 */
export function writeStamp(name, files) {
  save(name, { quick: quickFingerprint(files), exact: exactFingerprint(files) });
}

/** @param {string} name */
export function forgetStamp(name) {
  rmSync(stampFile(name), { force: true });
}

/**
 * @param {string} name
 * @param {Stamp} stamp
 */
function save(name, stamp) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), JSON.stringify(stamp));
}
