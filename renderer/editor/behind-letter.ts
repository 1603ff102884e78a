import { afterNextFrame } from "../shell/after-next-frame.ts";

/** What is asked of an editor: to tell of a key before anything is done with it. */
interface Keyed {
  onKeyDown(hear: () => void): { dispose(): void };
}

const waiting = new WeakMap<Keyed, { work: () => void }>();

/**
 * Does work that follows from a letter once the letter is on the screen, or at the next key if that comes first: what
 * the key does finds it done. Of several pieces of work that wait only the last is done.
 */
export const behindLetter = (editor: Keyed, work: () => void): void => {
  const before = waiting.get(editor);
  if (before) {
    before.work = work;
    return;
  }
  const entry = { work };
  waiting.set(editor, entry);
  const now = (): void => {
    if (waiting.get(editor) !== entry) return;
    waiting.delete(editor);
    key.dispose();
    entry.work();
  };
  const key = editor.onKeyDown(now);
  afterNextFrame(now);
};
