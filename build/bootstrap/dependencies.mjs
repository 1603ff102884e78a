import { existsSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { Advice, during } from "../report.mjs";
import { NPM, run } from "../run.mjs";
import { isStamped, writeStamp } from "../stamp.mjs";

const NAME = "dependencies";
const INPUTS = ["package-lock.json"];

/** Installs what package-lock.json pins, unless that was done. Install scripts stay off: nothing we use needs one. */
export async function installDependencies() {
  if (existsSync(inRoot("node_modules")) && isStamped(NAME, INPUTS)) return;
  if (await isInstalledAlready()) return writeStamp(NAME, INPUTS);
  await during("installing the dependencies (npm ci)", async () => {
    const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    const { code, stderr } = await run(NPM, args);
    if (code === 0) return;
    const complaint = stderr.split("\n").filter((line) => /^npm error (?!A complete log)\S/.test(line));
    throw new Advice(
      `npm ci failed:\n${complaint.slice(0, 8).join("\n")}\nCheck that the npm registry is reachable and start again.`,
    );
  });
  writeStamp(NAME, INPUTS);
}

/** Someone may have run `npm ci` or `npm install` by hand; then npm's own record of the tree matches the lock. */
async function isInstalledAlready() {
  if (!existsSync(inRoot("node_modules", ".package-lock.json"))) return false;
  const { code } = await run(NPM, ["ls", "--all", "--package-lock-only=false", "--silent"]);
  return code === 0;
}
