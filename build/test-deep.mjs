import { bootstrap } from "./bootstrap.mjs";
import { inRoot } from "./paths.mjs";
import { Advice, failWith } from "./report.mjs";
import { run } from "./run.mjs";
import { withDisplay } from "./virtual-display.mjs";

const VITEST = inRoot("node_modules", "vitest", "vitest.mjs");
const PLAYWRIGHT = inRoot("node_modules", "@playwright", "test", "cli.js");

/** Where worlds are generated. */
const FOLDERS = ["engine/backtest/", "engine/execution/", "engine/expression/", "engine/signals/"];

/** Where kills and changed files are drawn by chance. */
const DRAWN = [
  "kernel/notebook/malformed.test.ts",
  "kernel/language/incremental.test.ts",
  "main/files/save-and-recovery.test.ts",
  "renderer/actions/open-files.test.ts",
  "serving/kill.test.ts",
  "serving/http/fuzz.test.ts",
  "store/panel/kept-events.test.ts",
];

/** What is done to the real window again and again, and how often. */
const WINDOWS = new Map([
  ["e2e/stop.spec.ts", 20],
  ["e2e/recovery.spec.ts", 200],
  ["e2e/parity.spec.ts", 20_000],
]);

const WORLDS = 100_000;
const ROUNDS = 10_000;

/**
 * `npm run test:deep [-- folder or file …]`: the engine's properties on 100,000 generated worlds each, or on as many as
 * ASOF_WORLDS says; 10,000 changed notebook files and edits; runaways stopped and memory bombs outlived twenty times
 * each, and 200 kills, in the window; 20,000 vectors of each sample strategy in three engines. ASOF_ROUNDS sets other numbers than these. Takes hours.
 * @param {string[]} places
 */
async function testDeep(places) {
  const windows = places.length > 0 ? places.filter((place) => WINDOWS.has(place)) : [...WINDOWS.keys()];
  const files = places.length > 0 ? places.filter((place) => !WINDOWS.has(place)) : [...FOLDERS, ...DRAWN];
  if (files.length > 0) await inProcess(files);
  if (windows.length === 0) return;
  await bootstrap({ needsDisplay: true, needsServices: true });
  await withDisplay(async () => {
    for (const window of windows) await inWindow(window);
  });
}

/** @param {string[]} files */
async function inProcess(files) {
  const worlds = Number(process.env.ASOF_WORLDS ?? WORLDS);
  if (!Number.isInteger(worlds) || worlds < 1)
    throw new Advice(`ASOF_WORLDS must be a whole number from 1, was ${process.env.ASOF_WORLDS}`);
  // A property may take as long as it needs, and has no time zone.
  const args = [VITEST, "run", ...files, "--project=together", "--project=alone", "--testTimeout=0"];
  await deeply([...args, "--reporter=verbose"], { ASOF_WORLDS: String(worlds), ASOF_ROUNDS: String(ROUNDS) });
}

/** @param {string} file */
const inWindow = (file) =>
  deeply([PLAYWRIGHT, "test", "--project=app", file], { ASOF_ROUNDS: String(WINDOWS.get(file)) });

/**
 * @param {string[]} args
 * @param {Record<string, string>} counts what the environment does not say otherwise
 */
async function deeply(args, counts) {
  const { code } = await run(process.execPath, args, { env: { ...counts, ...process.env }, echo: true });
  if (code !== 0) process.exitCode = code;
}

await testDeep(process.argv.slice(2)).catch(failWith);
