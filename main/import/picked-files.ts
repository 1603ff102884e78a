import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { PickedFile } from "../contract/import-calls.ts";

/** The files the user chose for import. A window names them by number and can name no other file. */
export class PickedFiles {
  readonly #paths = new Map<string, string>();

  /** Grants these files. What is not a file (a folder, a device, a name that is gone) is left out. */
  async grant(paths: readonly string[]): Promise<PickedFile[]> {
    const granted: PickedFile[] = [];
    for (const path of paths.map((each) => resolve(each))) {
      const entry = await stat(path).catch(() => null);
      if (!entry?.isFile()) continue;
      const known = [...this.#paths].find(([, other]) => other === path)?.[0];
      const fileId = known ?? `f${this.#paths.size + 1}`;
      this.#paths.set(fileId, path);
      granted.push({ fileId, name: basename(path), sizeBytes: entry.size });
    }
    return granted;
  }

  pathOf(fileId: string): string | null {
    return this.#paths.get(fileId) ?? null;
  }
}
