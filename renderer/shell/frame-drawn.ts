import { afterNextFrame } from "./after-next-frame.ts";

/** A hidden window draws no frames. */
const LONGEST_MS = 100;

/** Settles when the next frame is on the screen. */
export const frameDrawn = (): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, LONGEST_MS);
    afterNextFrame(() => {
      clearTimeout(late);
      resolve();
    });
  });
