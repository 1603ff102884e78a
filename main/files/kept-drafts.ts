import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { jsonFile } from "./json-file.ts";

const draftSchema = z.object({
  key: z.string(),
  name: z.string(),
  text: z.string(),
  /** SHA-256 of each state of the file that this text builds on: as it was read, and as it was just being written. */
  bases: z.array(z.string()).default([]),
});
export type Draft = z.infer<typeof draftSchema>;

interface Waiting {
  act: () => Promise<void>;
  done: Promise<void>;
}

/** Unsaved text, one file a notebook, so that a crash of any process loses at most the last second of typing. */
export class KeptDrafts {
  readonly #folder: string;
  /** What is under way for each draft: an older write that ends late must not undo a newer one. */
  readonly #turns = new Map<string, { running: Promise<void>; waiting: Waiting | null }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${createHash("sha256").update(key).digest("hex")}.json`);
  }

  /** One act at a time. A newer one takes the place of what has not begun: a slow disk never holds the newest up. */
  #inTurn(key: string, act: () => Promise<void>): Promise<void> {
    const turn = this.#turns.get(key) ?? { running: Promise.resolve(), waiting: null };
    this.#turns.set(key, turn);
    if (turn.waiting) {
      turn.waiting.act = act;
      return turn.waiting.done;
    }
    const waiting: Waiting = { act, done: Promise.resolve() };
    waiting.done = turn.running
      .catch(() => {})
      .then(() => {
        turn.waiting = null;
        turn.running = waiting.done;
        return waiting.act();
      });
    turn.waiting = waiting;
    return waiting.done;
  }

  keep(draft: z.input<typeof draftSchema>): Promise<void> {
    return this.#inTurn(draft.key, async () => {
      await mkdir(this.#folder, { recursive: true });
      await jsonFile(this.#pathOf(draft.key), draftSchema).write(draft);
    });
  }

  forget(key: string): Promise<void> {
    return this.#inTurn(key, () => rm(this.#pathOf(key), { force: true }));
  }

  /** Every draft, with what is on its way to the disk: a page that died may have handed it over just before. */
  async all(): Promise<Draft[]> {
    await Promise.allSettled(
      [...this.#turns.values()].map(({ running, waiting }) => waiting?.done ?? running),
    );
    const names = await readdir(this.#folder).catch(() => []);
    const drafts = await Promise.all(
      names
        .filter((name) => name.endsWith(".json"))
        .sort()
        .map((name) => jsonFile(join(this.#folder, name), draftSchema).read()),
    );
    return drafts.filter((draft) => draft !== null);
  }
}
