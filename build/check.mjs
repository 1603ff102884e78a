import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { checkImports } from "./check/imports.mjs";
import { typeChecks } from "./check/types.mjs";
import { listMissingPlatforms } from "./lock/missing-platforms.mjs";
import { mutants } from "./mutants/list.mjs";
import { listStale } from "./mutants/plant.mjs";
import { inRoot } from "./paths.mjs";
import { failWith } from "./report.mjs";
import { run } from "./run.mjs";
import { twoAtATime } from "./two-at-a-time.mjs";

/** @import { Finding } from "./check/finding.mjs" */

const LINT = ["check", "--error-on-warnings", "--diagnostic-level=warn", "--max-diagnostics=20"];

/** All static rules: format and lint, types of each zone, direction of imports, nothing unused. */
export async function check() {
  const findings = await twoAtATime([
    () => checkTool("format and lint", inRoot("node_modules", "@biomejs", "biome", "bin", "biome"), LINT),
    ...typeChecks,
    checkImports,
    async () => checkLock(),
    async () => checkMutants(),
    () => checkTool("nothing unused", inRoot("node_modules", "knip", "bin", "knip.js"), ["--no-progress"]),
  ]);
  for (const { name, told, problem } of findings) {
    process.stdout.write(`${problem === "" ? "ok  " : "FAIL"} ${name}${told === "" ? "" : ` (${told})`}\n`);
    if (problem !== "") process.stdout.write(`${problem.trim().replaceAll(/^/gm, "     ")}\n`);
  }
  return findings;
}

/** `npm ci` refuses a lock file that lacks the packages of other platforms. @returns {Finding} */
function checkLock() {
  const lock = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8"));
  const missing = Object.keys(listMissingPlatforms(lock));
  const problem = missing.length === 0 ? "" : `run \`npm run lock\`: ${missing.join(", ")} missing`;
  return { name: "lock file", told: `${Object.keys(lock.packages).length} packages`, problem };
}

/** A fault that is no longer planted where it should be is one that no test is known to catch. @returns {Finding} */
function checkMutants() {
  return { name: "mutants fit", told: `${mutants.length} mutants`, problem: listStale(mutants).join("\n") };
}

/**
 * @param {string} name
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<Finding>}
 */
async function checkTool(name, script, args) {
  const { code, stdout, stderr } = await run(process.execPath, [script, ...args]);
  return { name, told: "", problem: code === 0 ? "" : `${stdout}${stderr}`.trim() || `exit ${code}` };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const findings = await check().catch(failWith);
  if (findings.some(({ problem }) => problem !== "")) process.exit(1);
}
