import { startVitest } from "vitest/node";
import { ROOT } from "../paths.mjs";
import { plant } from "./plant.mjs";

/** @import { Mutant } from "./list.mjs" */

/**
 * What a file's tests did.
 * @typedef {object} Outcome
 * @property {string} failed the title of the first test that failed, or ""
 * @property {string} why its message
 * @property {string} broken why the file could not be run as it should, or ""
 */

/**
 * Runs one test file on so many generated worlds, with a mutant's fault planted or without one, up to the first test
 * that fails. The WASM kernels are left out, so that a fault in what they repeat is not hidden by them.
 * @param {string} file
 * @param {number} worlds
 * @param {Mutant} [mutant]
 * @returns {Promise<Outcome>}
 */
export async function runTests(file, worlds, mutant) {
  let isPlanted = false;
  const plugins = mutant ? [plant(mutant, () => (isPlanted = true))] : [];
  const vitest = await startVitest(
    "test",
    [],
    {
      root: ROOT,
      config: false,
      watch: false,
      include: [file],
      reporters: [{}],
      bail: 1,
      maxWorkers: 1,
      testTimeout: 600_000,
      env: { ASOF_WORLDS: String(worlds), TZ: "Asia/Seoul" },
    },
    { plugins, logLevel: "silent" },
  );
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const errors = [...modules.flatMap((module) => module.errors()), ...vitest.state.getUnhandledErrors()];
  await vitest.close();
  // A failed run is told by what is returned.
  process.exitCode = 0;
  const failed = tests.find((test) => test.result().state === "failed");
  const [error] = errors;
  const broken = error
    ? String(/** @type {Error} */ (error).message ?? error)
    : tests.length === 0
      ? `${file} has no tests`
      : mutant && !isPlanted
        ? `${file} does not load ${mutant.file}`
        : "";
  return { failed: failed?.fullName ?? "", why: failed?.result().errors?.[0]?.message ?? "", broken };
}
