import { stripVTControlCharacters } from "node:util";

/** @typedef {{ passed: number, failed: number, failures?: readonly string[] }} Tally */

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
  return { passed, failed: isBroken ? 1 : failed, failures: readFailures(output) };
}

/** Lines told of one failure: its name, and enough of what follows to see the reason. */
const TOLD_LINES = 24;

/**
 * What a runner said of each failed test: Vitest's ` FAIL  file > title` or Playwright's `  1) [app] › file › title`,
 * with the lines that follow. A run is long, and whoever reads its end should not have to search for the reason.
 * @param {string} output
 */
export function readFailures(output) {
  const lines = stripVTControlCharacters(output).split("\n");
  const isHead = (/** @type {string | undefined} */ line) => /^ FAIL {2}| {2}\d+\) \[/.test(line ?? "");
  return lines.flatMap((line, at) => {
    if (!isHead(line)) return [];
    const rest = lines.slice(at + 1, at + TOLD_LINES);
    const next = rest.findIndex(isHead);
    return [[line, ...(next < 0 ? rest : rest.slice(0, next))].join("\n").trimEnd()];
  });
}

/** The last line of `npm test`. @param {readonly Tally[]} tallies */
export function closingLine(tallies) {
  const sum = (/** @type {"passed" | "failed"} */ key) =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  return `${sum("passed")} passed, ${sum("failed")} failed`;
}
