import { inRoot } from "../paths.mjs";
import { run } from "../run.mjs";
import { ZONES } from "./zones.mjs";

/** @import { Finding } from "./finding.mjs" */

/**
 * The compiler as a native program, which takes a quarter of the time. Editor and kernel keep the one in JavaScript:
 * this one cannot be called.
 */
const TSC = inRoot("node_modules", "typescript-7", "bin", "tsc");

/**
 * Runs the compiler over one project and counts the files of the zone it really read.
 * @param {string} project
 * @param {string} folder
 * @returns {Promise<{ errors: string, files: string[], own: number }>}
 */
async function compile(project, folder) {
  const { stdout, stderr } = await run(process.execPath, [
    TSC,
    "-p",
    project,
    "--listFiles",
    "--pretty",
    "false",
  ]);
  const lines = `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
  const files = lines.filter(isListedFile);
  const inZone = files.filter(
    (file) => file.startsWith(`${inRoot(folder)}/`) && !file.includes("/node_modules/"),
  );
  return { errors: lines.filter((line) => !isListedFile(line)).join("\n"), files, own: inZone.length };
}

/** A line of `--listFiles` is an absolute path alone; an error carries a position and a code. */
const isListedFile = (/** @type {string} */ line) =>
  /^(\/|[A-Z]:\/)/.test(line) && !/: error TS\d+/.test(line);

/** The checks of every zone's types, of the tests' and of an older Electron's. */
export const typeChecks = [...ZONES.map((zone) => () => checkZone(zone)), checkTests, checkOlderElectron];

/** @param {string} zone @returns {Promise<Finding>} */
async function checkZone(zone) {
  const { errors, own } = await compile(zone, zone);
  const problem = errors || (own === 0 ? `the compiler read no file of ${zone}/` : "");
  return { name: `types ${zone}`, told: `${own} files`, problem };
}

/** @returns {Promise<Finding>} */
async function checkTests() {
  const { errors, own } = await compile("tsconfig.test.json", ".");
  return { name: "types of tests", told: `${own} files`, problem: errors };
}

/** The app must also run on the Electron of closed networks, so main/ is read against its declarations as well. */
async function checkOlderElectron() {
  const { errors, files, own } = await compile("build/check/tsconfig.electron-33.json", "main");
  const read = files.filter((file) => file.endsWith("/electron.d.ts"));
  const isRight = read.length === 1 && read[0]?.includes("/electron-33/");
  const wrong = isRight
    ? ""
    : `read ${read.join(", ") || "no declarations of Electron"} instead of electron-33`;
  return { name: "types main on Electron 33", told: `${own} files`, problem: errors || wrong };
}
