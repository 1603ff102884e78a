import { mutants } from "./mutants/list.mjs";
import { runTests } from "./mutants/run-mutant.mjs";
import { Advice, failWith } from "./report.mjs";

/**
 * Few worlds catch most faults; who survives those meets as many as `npm test` has.
 * @type {readonly [number, number]}
 */
const WORLDS = [200, 1_000];

/**
 * `npm run test:mutants [-- name …]`: plants each fault of the list in turn and runs the tests that must catch it, after
 * the same tests were green without it. Ends badly when a fault survives.
 * @param {string[]} names only these; all without any
 */
async function testMutants(names) {
  const unknown = names.filter((name) => !mutants.some((mutant) => mutant.name === name));
  if (unknown.length > 0) throw new Advice(`no such mutant: ${unknown.join(", ")}`);
  const chosen = mutants.filter(({ name }) => names.length === 0 || names.includes(name));
  const started = performance.now();
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
  tell(`${chosen.length} mutants; first ${files.length} test files without any`);
  for (const file of files) await requireGreen(file, WORLDS[0]);

  let survivors = 0;
  for (const [k, mutant] of chosen.entries()) {
    const since = performance.now();
    tell(`${k + 1}/${chosen.length} ${mutant.name}: ${mutant.fault}`);
    for (const file of mutant.tests) {
      const title = await catchIn(file, mutant);
      if (title === "") survivors++;
      tell(`    ${title === "" ? "SURVIVED" : `caught by "${title}"`} in ${file}, ${secondsSince(since)} s`);
    }
  }
  tell(`${survivors === 0 ? "every mutant caught" : `${survivors} SURVIVED`}, ${secondsSince(started)} s`);
  process.exitCode = survivors === 0 ? 0 : 1;
}

/** @type {Set<string>} */
const green = new Set();

/**
 * A test that fails on its own catches nothing.
 * @param {string} file
 * @param {number} worlds
 */
async function requireGreen(file, worlds) {
  const key = `${file} on ${worlds} worlds`;
  if (green.has(key)) return;
  const since = performance.now();
  const { failed, why, broken } = await runTests(file, worlds);
  if (broken || failed) throw new Advice(`${key} fails without a mutant: ${broken || `${failed}: ${why}`}`);
  green.add(key);
  tell(`    green: ${key}, ${secondsSince(since)} s`);
}

/**
 * The title of the test that fails, "" when none does.
 * @param {string} file
 * @param {import("./mutants/list.mjs").Mutant} mutant
 */
async function catchIn(file, mutant) {
  for (const worlds of WORLDS) {
    await requireGreen(file, worlds);
    const { failed, broken } = await runTests(file, worlds, mutant);
    if (broken) throw new Advice(`the mutant ${mutant.name} breaks instead of lying: ${broken}`);
    if (failed) return failed;
  }
  return "";
}

/** @param {number} since */
const secondsSince = (since) => ((performance.now() - since) / 1_000).toFixed(0);

/** @param {string} line */
const tell = (line) => void process.stdout.write(`${line}\n`);

await testMutants(process.argv.slice(2)).catch(failWith);
