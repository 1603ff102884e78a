/** So many questions of cells are with the store and its kin at a time. */
export const REQUESTS_AT_ONCE = 8;
/** So many of one run may wait for that; a cell worker that asks for more is not ours. */
export const MAX_REQUESTS_OF_RUN = 64;

/**
 * Lets the questions of a run through a few at a time, whatever the worker sends: a flood of them neither fills the
 * store process nor keeps the next run waiting behind it.
 */
export interface RequestGate {
  /** Runs the action when there is room; answers null, and never runs it, when this run has asked too much. */
  enter<T>(action: () => Promise<T>): Promise<T | null>;
  /** The run is over: what still waits is forgotten. */
  clear(): void;
}

export const createRequestGate = (): RequestGate => {
  const queue: (() => void)[] = [];
  let open = 0;
  const next = (): void => {
    while (open < REQUESTS_AT_ONCE && queue.length > 0) queue.shift()!();
  };
  return {
    enter: <T>(action: () => Promise<T>) =>
      new Promise<T | null>((resolve, reject) => {
        if (queue.length >= MAX_REQUESTS_OF_RUN) return resolve(null);
        queue.push(() => {
          open++;
          action()
            .then(resolve, reject)
            .finally(() => {
              open--;
              next();
            });
        });
        next();
      }),
    clear: () => {
      queue.length = 0;
    },
  };
};
