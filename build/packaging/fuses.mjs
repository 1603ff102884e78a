import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from "@electron/fuses";
import { Advice } from "../report.mjs";

/** How a fuse stands in the file: the characters 0 and 1. */
const OFF = 0x30;
const ON = 0x31;

/**
 * What the packaged program may no longer do: run as plain Node, listen to NODE_OPTIONS or an inspector, load an app
 * from anywhere but its archive. Cookies are never kept, so their encryption (which asks a desktop's keyring) stays off.
 * Linux has no integrity check of the archive.
 */
export const PACKAGED_FUSES = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/** Sets the fuses of a packaged program and reads them back from the file. @param {string} binary */
export async function flipPackagedFuses(binary) {
  await flipFuses(binary, { version: FuseVersion.V1, ...PACKAGED_FUSES });
  const wrong = listWrongFuses(await getCurrentFuseWire(binary));
  if (wrong.length > 0) throw new Advice(`fuses of ${binary} are not as set: ${wrong.join(", ")}`);
}

/**
 * The fuses that do not stand as they should.
 * @param {Record<string, unknown>} wire
 */
export function listWrongFuses(wire) {
  return Object.entries(PACKAGED_FUSES)
    .filter(([fuse, isOn]) => wire[fuse] !== (isOn ? ON : OFF))
    .map(([fuse]) => FuseV1Options[Number(fuse)] ?? fuse);
}
