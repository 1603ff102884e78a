/** What bootstrap and the runners say to the person who started them: one line a step, a tick while it lasts. */

/** A failure whose message already says what to do; shown without a stack. */
export class Advice extends Error {}

/** To stderr: stdout belongs to the output of commands. @param {string} line */
export function say(line) {
  process.stderr.write(`asof: ${line}\n`);
}

/**
 * Runs `work` under a line that says what happens, with a line of progress every few seconds while it lasts.
 * @template T
 * @param {string} what
 * @param {(tell: (progress: string) => void) => Promise<T>} work `tell` sets the text of the next progress line
 * @returns {Promise<T>}
 */
export async function during(what, work) {
  say(what);
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
  let progress = "";
  const timer = setInterval(() => say(`  … ${seconds()} s${progress === "" ? "" : `, ${progress}`}`), 5_000);
  try {
    const result = await work((text) => {
      progress = text;
    });
    say(`  done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/**
 * The one way a build script ends badly: the advice alone when we wrote it, the whole stack when we did not.
 * @param {unknown} error
 * @returns {never}
 */
export function failWith(error) {
  process.stderr.write(
    error instanceof Advice
      ? `asof: ${error.message}\n`
      : `${/** @type {Error} */ (error)?.stack ?? error}\n`,
  );
  process.exit(1);
}
