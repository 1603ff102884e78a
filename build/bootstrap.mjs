import { pathToFileURL } from "node:url";
import { buildOutput } from "./bootstrap/build-output.mjs";
import { installDependencies } from "./bootstrap/dependencies.mjs";
import { makeSampleStore } from "./bootstrap/sample-store.mjs";
import { provideServices } from "./bootstrap/services.mjs";
import { provideSystemLibraries } from "./bootstrap/system-libraries.mjs";
import { provideElectron } from "./electron/provide.mjs";
import { Advice, failWith } from "./report.mjs";

const OLDEST_NODE = [20, 19];

/**
 * From a bare clone to something that runs. Every step looks first whether it is done, so that a second start costs
 * only the looking, and a start after an interruption goes on where the last one stopped.
 * @param {{ electron?: boolean, needsDisplay?: boolean, needsServices?: boolean }} [options] `electron: false` for
 *   headless commands, `needsServices` for tests of the serving API
 * @returns {Promise<{ electronFolder: string | null }>}
 */
export async function bootstrap({ electron = true, needsDisplay = false, needsServices = false } = {}) {
  checkNode(process.versions.node);
  await installDependencies();
  const electronFolder = electron ? await provideElectron() : null;
  if (electronFolder !== null) await provideSystemLibraries(electronFolder, { needsDisplay });
  if (needsServices) await provideServices();
  await buildOutput();
  await makeSampleStore();
  return { electronFolder };
}

/** @param {string} version */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Advice(
    `Node ${OLDEST_NODE.join(".")} or newer is needed; this is ${version}. Install it from nodejs.org.`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await bootstrap({ needsServices: true }).catch(failWith);
