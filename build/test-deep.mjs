import { inRoot } from "./paths.mjs";
import { Advice, failWith } from "./report.mjs";
import { run } from "./run.mjs";

const VITEST = inRoot("node_modules", "vitest", "vitest.mjs");

/** Where worlds are generated. */
const FOLDERS = ["engine/backtest/", "engine/execution/", "engine/expression/"];

/** Where kills and changed files are drawn by chance. */
const DRAWN = [
  "kernel/notebook/malformed.test.ts",
  "kernel/language/incremental.test.ts",
  "main/files/save-and-recovery.test.ts",
  "renderer/actions/open-files.test.ts",
];

const WORLDS = 100_000;
const ROUNDS = 10_000;

/**
 * `npm run test:deep [-- folder or file …]`: the engine's properties on 100,000 generated worlds each, or on as many as
 * ASOF_WORLDS says; and 10,000 changed notebook files and edits, or ASOF_ROUNDS. Takes hours.
 * @param {string[]} places
 */
async function testDeep(places) {
  const worlds = Number(process.env.ASOF_WORLDS ?? WORLDS);
  if (!Number.isInteger(worlds) || worlds < 1)
    throw new Advice(`ASOF_WORLDS must be a whole number from 1, was ${process.env.ASOF_WORLDS}`);
  // A property may take as long as it needs.
  const args = [VITEST, "run", ...(places.length > 0 ? places : [...FOLDERS, ...DRAWN]), "--testTimeout=0"];
  const env = {
    ...process.env,
    ASOF_WORLDS: String(worlds),
    ASOF_ROUNDS: process.env.ASOF_ROUNDS ?? String(ROUNDS),
  };
  const { code } = await run(process.execPath, [...args, "--reporter=verbose"], { env, echo: true });
  process.exitCode = code;
}

await testDeep(process.argv.slice(2)).catch(failWith);
