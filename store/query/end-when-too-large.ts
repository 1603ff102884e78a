/**
 * DuckDB's memory limit counts its tables and hashes, and not the lists and texts that a function makes: one call of
 * `range` can ask for all there is. So the process looks at its own size and ends itself.
 */
const MAX_BYTES = 2.5 * 1024 ** 3;
const LOOK_EVERY_MS = 50;

/** Ends this process, at once and from within, when it grows beyond what any query may need. */
export const endWhenTooLarge = (): void => {
  setInterval(() => {
    // An exit would wait for the thread that fills the memory.
    if (process.memoryUsage.rss() > MAX_BYTES) process.kill(process.pid, "SIGKILL");
  }, LOOK_EVERY_MS).unref();
};
