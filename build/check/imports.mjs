import { existsSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { run } from "../run.mjs";
import { LEAST_MODULES, ZONES } from "./zones.mjs";

/** @import { Finding } from "./finding.mjs" */

const CRUISER = inRoot("node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");

/** Checks the direction of every import between the folders. @returns {Promise<Finding>} */
export async function checkImports() {
  const folders = ZONES.filter((zone) => existsSync(inRoot(zone)));
  const args = [CRUISER, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...folders];
  const { stdout, stderr } = await run(process.execPath, args);
  return judgeImports(stdout, stderr);
}

/**
 * What the cruiser's report means; a report that cannot be read, or over too few modules, is a problem too.
 * @param {string} report
 * @param {string} complaint
 * @returns {Finding}
 */
export function judgeImports(report, complaint) {
  const name = "imports";
  let summary;
  try {
    summary = JSON.parse(report).summary;
  } catch {
    return { name, told: "", problem: complaint || "dependency-cruiser gave no report" };
  }
  const told = `${summary.totalCruised} modules`;
  if (!(summary.totalCruised >= LEAST_MODULES))
    return {
      name,
      told,
      problem: `only ${summary.totalCruised} modules were read, at least ${LEAST_MODULES} exist`,
    };
  /** @type {{ rule: { name: string }, from: string, to: string }[]} */
  const violations = summary.violations;
  return {
    name,
    told,
    problem: violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).join("\n"),
  };
}
