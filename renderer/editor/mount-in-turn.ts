/** Making an editor takes as long as a frame, so that two at once would be felt. */
const waiting: { readonly work: () => void; readonly isFirst: boolean }[] = [];
let isAwake = false;

const mountNext = (): void => {
  const first = waiting.findIndex(({ isFirst }) => isFirst);
  const [next] = waiting.splice(Math.max(0, first), 1);
  next?.work();
  isAwake = waiting.length > 0;
  if (isAwake) afterNextFrame(mountNext);
};

/** A task of its own, once the frame is drawn. */
const afterNextFrame = (work: () => void): void => {
  requestAnimationFrame(() => setTimeout(work));
};

/**
 * Makes one editor a frame, those that are waited for first.
 * @returns takes the work back while it waits
 */
export const mountInTurn = (work: () => void, isFirst: boolean): (() => void) => {
  const entry = { work, isFirst };
  waiting.push(entry);
  if (!isAwake) {
    isAwake = true;
    afterNextFrame(mountNext);
  }
  return () => {
    const index = waiting.indexOf(entry);
    if (index >= 0) waiting.splice(index, 1);
  };
};
