import { afterNextFrame } from "../shell/after-next-frame.ts";

/** How long nobody has pressed a key or turned the wheel before work that can wait is done. */
const QUIET_MS = 200;

interface Waiting {
  readonly work: () => void;
}

const waiting: Waiting[] = [];
let isAwake = false;
let lastInput = Number.NEGATIVE_INFINITY;
let isHearing = false;

const hear = (): void => {
  if (isHearing) return;
  isHearing = true;
  const note = (): void => {
    lastInput = performance.now();
  };
  for (const event of ["keydown", "wheel", "pointerdown"])
    window.addEventListener(event, note, { capture: true, passive: true });
};

const next = (): void => {
  const left = lastInput + QUIET_MS - performance.now();
  if (left > 0) {
    setTimeout(next, left);
    return;
  }
  waiting.shift()?.work();
  if (waiting.length === 0) isAwake = false;
  else afterNextFrame(next);
};

/**
 * Does work once nobody types or scrolls, one piece a frame.
 * @returns takes the work back while it waits
 */
export const whenQuiet = (work: () => void): (() => void) => {
  hear();
  const entry = { work };
  waiting.push(entry);
  if (!isAwake) {
    isAwake = true;
    afterNextFrame(next);
  }
  return () => {
    const index = waiting.indexOf(entry);
    if (index >= 0) waiting.splice(index, 1);
  };
};
