/** A task of its own, once the next frame is on the screen: it begins after the callbacks of that frame. */
export const afterNextFrame = (work: () => void): void => {
  requestAnimationFrame(() => setTimeout(work));
};
