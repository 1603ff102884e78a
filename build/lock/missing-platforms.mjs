/**
 * A package with native code names one optional package per platform. A registry that carries only some of them makes
 * npm write a lock file without the rest, and `npm ci` then refuses that lock file everywhere. These entries complete it.
 * @typedef {{ version?: string, optionalDependencies?: Record<string, string>, dev?: boolean, optional?: boolean }} Entry
 * @typedef {{ packages: Record<string, Entry> }} Lock
 */

const SYSTEMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "openharmony",
  "win32",
  "aix",
  "sunos",
  "netbsd",
  "openbsd",
];
const PROCESSORS = ["arm64", "arm", "x64", "ia32", "ppc64", "riscv64", "s390x", "loong64", "mips64el"];

/**
 * The lock file's missing entries by their place, for exact versions only.
 * @param {Lock} lock
 */
export function listMissingPlatforms(lock) {
  /** @type {Record<string, object>} */
  const missing = {};
  for (const [place, entry] of Object.entries(lock.packages))
    for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isThere(lock, place, name) || !/^[~^]?\d/.test(wanted)) continue;
      const version = wanted.replace(/^[~^]/, "");
      missing[`node_modules/${name}`] = {
        version,
        ...platformOf(name),
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
      };
    }
  return missing;
}

/** Whether a package at `place` finds `name`, in its own node_modules or one further up. */
function isThere(/** @type {Lock} */ lock, /** @type {string} */ place, /** @type {string} */ name) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    if (`${at === "" ? "" : `${at}/`}node_modules/${name}` in lock.packages) return true;
    if (at === "") return false;
  }
}

/** System and processor as the package's own name tells them, so that npm does not fetch it elsewhere. */
export function platformOf(/** @type {string} */ name) {
  const words = name.replace(/^@[^/]+\//, "").split(/[-.]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const isMusl = words.some((word) => word.startsWith("musl"));
  const isGnu = words.some((word) => word.startsWith("gnu") || word === "glibc");
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(os === "linux" && isMusl ? { libc: ["musl"] } : os === "linux" && isGnu ? { libc: ["glibc"] } : {}),
    ...(os === undefined ? {} : { os: [os] }),
  };
}
