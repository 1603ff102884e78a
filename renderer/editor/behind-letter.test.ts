import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { behindLetter } from "./behind-letter.ts";

let frames: (() => void)[] = [];
beforeEach(() => {
  frames = [];
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => frames.push(work));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const draw = () => {
  for (const work of frames.splice(0)) work();
  vi.runAllTimers();
};

const keyboard = () => {
  const listeners = new Set<() => void>();
  return {
    listeners,
    press: () => {
      for (const hear of [...listeners]) hear();
    },
    onKeyDown: (hear: () => void) => {
      listeners.add(hear);
      return { dispose: () => void listeners.delete(hear) };
    },
  };
};

it("work is done when the frame is drawn, once", () => {
  const [editor, work] = [keyboard(), vi.fn()];
  behindLetter(editor, work);
  expect(work).not.toHaveBeenCalled();
  draw();
  editor.press();
  expect(work).toHaveBeenCalledTimes(1);
  expect(editor.listeners.size).toBe(0);
});

it("a key that comes before the frame finds it done, and the frame does not do it again", () => {
  const [editor, work] = [keyboard(), vi.fn()];
  behindLetter(editor, work);
  editor.press();
  expect(work).toHaveBeenCalledTimes(1);
  draw();
  expect(work).toHaveBeenCalledTimes(1);
});

it("of what follows from several letters the last is done, in each editor by itself", () => {
  const [one, other] = [keyboard(), keyboard()];
  const done: string[] = [];
  behindLetter(one, () => done.push("first"));
  behindLetter(other, () => done.push("other"));
  behindLetter(one, () => done.push("second"));
  draw();
  expect(done).toEqual(["second", "other"]);
  behindLetter(one, () => done.push("third"));
  draw();
  expect(done).toEqual(["second", "other", "third"]);
});

it("a frame asked for a letter before does not do what a later letter waits for", () => {
  const editor = keyboard();
  const done: string[] = [];
  behindLetter(editor, () => done.push("first"));
  editor.press();
  const late = frames.splice(0);
  behindLetter(editor, () => done.push("second"));
  for (const work of late) work();
  vi.runAllTimers();
  expect(done).toEqual(["first"]);
  draw();
  expect(done).toEqual(["first", "second"]);
});
