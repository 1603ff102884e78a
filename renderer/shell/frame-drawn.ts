/** A hidden window draws no frames. */
const LONGEST_MS = 100;

/** Settles when the next frame is on the screen: a task after a frame's callbacks begins when it is. */
export const frameDrawn = (): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, LONGEST_MS);
    requestAnimationFrame(() => {
      setTimeout(() => {
        clearTimeout(late);
        resolve();
      });
    });
  });
