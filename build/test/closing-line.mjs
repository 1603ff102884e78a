import { stripVTControlCharacters } from "node:util";

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * What a runner's output says at its end: Vitest's `Tests  3 failed | 40 passed (43)` or Playwright's `2 passed (9s)`
 * and `1 failed`, each on a line of its own. A flaky test counts as failed.
 * @param {string} output
 * @returns {Tally}
 */
export function readTally(output) {
  const lines = stripVTControlCharacters(output).split("\n");
  const vitest = lines.findLast((line) => /^\s*Tests\s+\d+ /.test(line));
  if (vitest !== undefined) return { passed: countOf(vitest, "passed"), failed: countOf(vitest, "failed") };
  const own = lines.filter((line) =>
    /^\s+\d+ (passed|failed|flaky|did not run|interrupted)( \(|$)/.test(line),
  );
  const sum = (/** @type {string} */ word) => own.reduce((total, line) => total + countOf(line, word), 0);
  return {
    passed: sum("passed"),
    failed: sum("failed") + sum("flaky") + sum("interrupted") + sum("did not run"),
  };
}

/**
 * @param {string} line
 * @param {string} word
 */
const countOf = (line, word) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);

/**
 * A runner's tally with its exit code taken into account: a runner that broke without counting a failure has failed
 * once, and one that ran nothing proves nothing.
 * @param {{ code: number, output: string }} ended
 * @returns {Tally}
 */
export function judgeRunner({ code, output }) {
  const { passed, failed } = readTally(output);
  const isBroken = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: isBroken ? 1 : failed };
}

/** The last line of `npm test`. @param {readonly Tally[]} tallies */
export function closingLine(tallies) {
  const sum = (/** @type {"passed" | "failed"} */ key) =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  return `${sum("passed")} passed, ${sum("failed")} failed`;
}
