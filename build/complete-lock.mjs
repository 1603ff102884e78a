import { readFileSync, writeFileSync } from "node:fs";
import { listMissingPlatforms } from "./lock/missing-platforms.mjs";
import { inRoot } from "./paths.mjs";
import { say } from "./report.mjs";

/** `npm run lock`, after a change of dependencies: makes package-lock.json whole for every platform. */
const file = inRoot("package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const missing = listMissingPlatforms(lock);
const [root, ...rest] = Object.entries({ ...lock.packages, ...missing });
const sorted = rest.sort(([a], [b]) => a.localeCompare(b, "en"));
if (root !== undefined) lock.packages = Object.fromEntries([root, ...sorted]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
say(`${Object.keys(missing).length} packages of other platforms added to package-lock.json`);
