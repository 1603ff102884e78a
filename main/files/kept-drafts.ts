import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { jsonFile } from "./json-file.ts";

const draftSchema = z.object({ key: z.string(), name: z.string(), text: z.string() });
export type Draft = z.infer<typeof draftSchema>;

/** Unsaved text, one file a notebook, so that a crash of any process loses at most the last second of typing. */
export class KeptDrafts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${createHash("sha256").update(key).digest("hex")}.json`);
  }

  async keep(draft: Draft): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await jsonFile(this.#pathOf(draft.key), draftSchema).write(draft);
  }

  async forget(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
  }

  async all(): Promise<Draft[]> {
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
