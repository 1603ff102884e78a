import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder, inRoot } from "../paths.mjs";
import { during, say } from "../report.mjs";
import { run } from "../run.mjs";

const PROBE_TIMEOUT_MS = 4_000;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

const folder = () => inRoot("node_modules", "electron");

export function officialVersion() {
  return String(JSON.parse(readFileSync(join(folder(), "package.json"), "utf8")).version);
}

/** The folder of the official binary when it is installed, as the `electron` package records it. */
export function officialFolder() {
  const record = join(folder(), "path.txt");
  if (!existsSync(record)) return null;
  return existsSync(join(folder(), "dist", readFileSync(record, "utf8"))) ? join(folder(), "dist") : null;
}

const failureFile = () => join(cacheFolder(), "electron", `unreachable-${officialVersion()}`);

/** A closed network stays closed: one failed attempt is remembered, so that later starts do not wait for it. */
export const hasFailedBefore = () => existsSync(failureFile());

/** Fetches the official binary; null (and a note for the next start) when its server cannot be reached. */
export async function fetchOfficial() {
  const version = officialVersion();
  say(`looking for Electron ${version}'s official download`);
  const isThere = await isReachable(version);
  const fetched = isThere && (await download(version));
  if (fetched) return officialFolder();
  say("  it cannot be reached from here (ASOF_ELECTRON=official tries again)");
  await mkdir(dirname(failureFile()), { recursive: true });
  await writeFile(failureFile(), "");
  return null;
}

/** The package's own installer retries for long on a closed network; one short question first spares that. */
async function isReachable(/** @type {string} */ version) {
  const mirror =
    process.env.ELECTRON_MIRROR ??
    process.env.npm_config_electron_mirror ??
    "https://github.com/electron/electron/releases/download/";
  const url = `${mirror}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  try {
    const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

async function download(/** @type {string} */ version) {
  const { code } = await during(`downloading Electron ${version} (about 120 MB)`, () =>
    run(process.execPath, [join(folder(), "install.js")], { timeoutMs: DOWNLOAD_TIMEOUT_MS }),
  );
  return code === 0 && officialFolder() !== null;
}
