import { existsSync } from "node:fs";
import { join } from "node:path";
import { electronBinary } from "../electron/provide.mjs";
import { Advice, during, say } from "../report.mjs";
import { run } from "../run.mjs";
import { isStamped, writeStamp } from "../stamp.mjs";
import { hasDisplay } from "./display.mjs";

const NAME = "system-libraries";

/** What Electron and the virtual display need and a bare Debian or Ubuntu lacks. */
const PACKAGES = "xvfb libgtk-3-0 libnss3 libasound2 libgbm1 libatk-bridge2.0-0 libxss1".split(" ");

/**
 * Sees to it that Electron's libraries are there (and Xvfb, when there is no display and `needsDisplay`).
 * @param {string} electronFolder
 * @param {{ needsDisplay: boolean }} options
 */
export async function provideSystemLibraries(electronFolder, { needsDisplay }) {
  if (process.platform !== "linux") return;
  const binary = electronBinary(electronFolder);
  const needsXvfb = needsDisplay && !hasDisplay();
  if (isStamped(NAME, stampInputs(electronFolder)) && !(needsXvfb && !hasXvfb())) return;
  let missing = await findMissing(binary, needsXvfb);
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await during(`installing system libraries (${missing.join(", ")} missing)`, installWithApt);
    missing = await findMissing(binary, needsXvfb);
  }
  if (missing.length > 0) throw new Advice(`${missing.join(", ")} missing on this system. ${howToInstall()}`);
  writeStamp(NAME, stampInputs(electronFolder));
}

/** A changed distribution or loader cache means looking again. */
const stampInputs = (/** @type {string} */ folder) =>
  [join(folder, "version"), "/etc/ld.so.cache"].filter((file) => existsSync(file));

const hasXvfb = () => (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, "Xvfb")));

async function findMissing(/** @type {string} */ binary, /** @type {boolean} */ needsXvfb) {
  const { code, stdout } = await run("ldd", [binary]);
  const libraries = code === 127 ? [] : parseMissingLibraries(stdout);
  return needsXvfb && !hasXvfb() ? [...libraries, "Xvfb"] : libraries;
}

/** The libraries that `ldd` could not find. */
export function parseMissingLibraries(/** @type {string} */ lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => /** @type {string} */ (match[1]));
}

async function installWithApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  const { code, stderr } = await run(
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", ...PACKAGES],
    { env },
  );
  if (code !== 0) say(`  apt-get said: ${stderr.trim().split("\n").at(-1)}`);
}

function howToInstall() {
  return existsSync("/usr/bin/apt-get")
    ? `Run this once and start again:\n  sudo apt-get install -y ${PACKAGES.join(" ")}`
    : `Install the packages that hold them (on Debian: ${PACKAGES.join(" ")}) and start again.`;
}
