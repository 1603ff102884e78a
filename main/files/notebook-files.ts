import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { unwatchFile, watchFile } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { readSibling } from "../../kernel/folder/read-sibling.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { NotebookFile } from "../contract/app-contract.ts";
import { reasonOf } from "./reason-of.ts";
import { sweepUnfinished, writeAtomically } from "./write-atomically.ts";

const MAX_NOTEBOOK_BYTES = 128 * 1024 * 1024;
const LOOK_EVERY_MS = 1_000;

export type OpenedFile = NotebookFile & { readonly path: string };

export const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Notebook files, behind a list of paths the user has granted: by picking them in a dialog, naming them on the
 * command line, or having opened them before. A window cannot read or write any other path. What the window has seen
 * of a file is remembered, so that nobody else's change is overwritten unseen.
 */
export class NotebookFiles {
  readonly #granted = new Set<string>();
  /** SHA-256 of what the window last read from a path or wrote to it; null for a file it was told is gone. */
  readonly #seen = new Map<string, string | null>();
  /** SHA-256 of what is on its way to a path. */
  readonly #writing = new Map<string, string>();
  readonly #onChange: ((path: string, file: OpenedFile | null) => void) | null;

  constructor(onChange: ((path: string, file: OpenedFile | null) => void) | null = null) {
    this.#onChange = onChange;
  }

  grant(path: string): string {
    const whole = resolve(path);
    this.#granted.add(whole);
    return whole;
  }

  isGranted(path: string): boolean {
    return this.#granted.has(resolve(path));
  }

  /** What a draft typed over this file builds on: what the window has seen of it, and what is being written to it. */
  basesOf(path: string): string[] {
    const whole = resolve(path);
    return [this.#seen.get(whole), this.#writing.get(whole)].filter((hash) => typeof hash === "string");
  }

  async read(path: string): Promise<WireResult<OpenedFile>> {
    if (!this.isGranted(path))
      return wireError("not-granted", `${path} was not opened by you. Open it with File, Open.`);
    try {
      const found = await stat(path);
      const { size } = found;
      // Reading a pipe or a device might never end.
      if (!found.isFile())
        return wireError("not-readable", `${basename(path)} could not be opened: it is not a file.`, {
          path,
        });
      if (size > MAX_NOTEBOOK_BYTES) {
        return wireError(
          "too-large",
          `${basename(path)} has ${size} bytes; a notebook may have ${MAX_NOTEBOOK_BYTES}. Open it in a text editor and part it.`,
        );
      }
      const bytes = await readFile(path);
      this.#remember(path, hashOf(bytes));
      return wireOk(fileOf(path, bytes));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code === "ENOENT" ? "not-found" : "not-readable";
      return wireError(code, `${basename(path)} could not be opened: ${reasonOf(error)}.`, { path });
    }
  }

  /** A notebook beside one that was opened, and nothing else. */
  async readSibling(path: string, name: string): Promise<WireResult<{ text: string | null }>> {
    if (!this.isGranted(path)) return wireError("not-granted", `${path} was not opened by you.`);
    return wireOk({ text: await readSibling(path, name) });
  }

  /**
   * Writes a text to a granted path, whole or not at all.
   *
   * @param beforehand what must be done before the file is another one; it begins at once, ahead of whatever is asked
   *   for later
   */
  async write(
    path: string,
    text: string,
    overwrite = false,
    beforehand: () => Promise<void> = async () => {},
  ): Promise<WireResult<OpenedFile>> {
    if (!this.isGranted(path)) return wireError("not-granted", `${path} was not chosen by you. Use Save as.`);
    const hash = hashOf(Buffer.from(text));
    this.#writing.set(resolve(path), hash);
    const prepared = beforehand();
    try {
      if (!overwrite && (await this.#isChanged(path)))
        return wireError(
          "changed-on-disk",
          `${basename(path)} was changed by another program. Choose which text to keep.`,
          { path },
        );
      await prepared;
      await writeAtomically(path, text);
      this.#remember(path, hash);
      return wireOk({ path, name: basename(path), text, isSample: false, isExact: true });
    } catch (error) {
      return wireError(
        "not-written",
        `${basename(path)} was not saved: ${reasonOf(error)}. Your text is still here; save it in another place.`,
        { path },
      );
    } finally {
      if (this.#writing.get(resolve(path)) === hash) this.#writing.delete(resolve(path));
    }
  }

  /** Ends the watching of every file, so that a process can end. */
  close(): void {
    for (const path of this.#seen.keys()) unwatchFile(path);
  }

  async #isChanged(path: string): Promise<boolean> {
    const seen = this.#seen.get(resolve(path));
    if (!seen) return false;
    const bytes = await readFile(path).catch(() => null);
    return bytes !== null && hashOf(bytes) !== seen;
  }

  #remember(path: string, hash: string | null): void {
    const whole = resolve(path);
    const isNew = !this.#seen.has(whole);
    this.#seen.set(whole, hash);
    if (isNew) void sweepUnfinished(whole).catch(() => {});
    // Looking at the file's times works on every disk and across renames, as watching for events does not.
    if (isNew && this.#onChange)
      watchFile(whole, { interval: LOOK_EVERY_MS, persistent: false }, () => void this.#look(whole));
  }

  async #look(path: string): Promise<void> {
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? null : undefined,
    );
    // A file that cannot be read just now, or is far too large, is not told of: saving will look again.
    if (bytes === undefined || (bytes && bytes.length > MAX_NOTEBOOK_BYTES)) return;
    const hash = bytes && hashOf(bytes);
    if (hash === this.#seen.get(path)) return;
    // Told once for each change. It stays unseen until the window reads or overwrites it.
    this.#onChange?.(path, bytes && fileOf(path, bytes));
  }
}

const fileOf = (path: string, bytes: Buffer): OpenedFile => ({
  path,
  name: basename(path),
  text: bytes.toString("utf8"),
  isSample: false,
  isExact: isUtf8(bytes),
});
