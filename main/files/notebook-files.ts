import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { NotebookFile } from "../contract/app-contract.ts";
import { writeAtomically } from "./write-atomically.ts";

const MAX_NOTEBOOK_BYTES = 128 * 1024 * 1024;

const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "it is not there";
  if (code === "EACCES" || code === "EPERM") return "this account may not do that there";
  if (code === "ENOSPC") return "the disk is full";
  if (code === "EROFS") return "the disk is read-only";
  if (code === "EISDIR") return "it is a folder";
  return error instanceof Error ? error.message : String(error);
};

/**
 * Notebook files, behind a list of paths the user has granted: by picking them in a dialog, naming them on the
 * command line, or having opened them before. A window cannot read or write any other path.
 */
export class NotebookFiles {
  readonly #granted = new Set<string>();

  grant(path: string): string {
    const whole = resolve(path);
    this.#granted.add(whole);
    return whole;
  }

  isGranted(path: string): boolean {
    return this.#granted.has(resolve(path));
  }

  async read(path: string): Promise<WireResult<NotebookFile>> {
    if (!this.isGranted(path))
      return wireError("not-granted", `${path} was not opened by you. Open it with File, Open.`);
    try {
      const { size } = await stat(path);
      if (size > MAX_NOTEBOOK_BYTES) {
        return wireError(
          "too-large",
          `${basename(path)} has ${size} bytes; a notebook may have ${MAX_NOTEBOOK_BYTES}.`,
        );
      }
      return wireOk({ path, name: basename(path), text: await readFile(path, "utf8"), isSample: false });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code === "ENOENT" ? "not-found" : "not-readable";
      return wireError(code, `${basename(path)} could not be opened: ${reasonOf(error)}.`, { path });
    }
  }

  async write(path: string, text: string): Promise<WireResult<NotebookFile>> {
    if (!this.isGranted(path)) return wireError("not-granted", `${path} was not chosen by you. Use Save as.`);
    try {
      await writeAtomically(path, text);
      return wireOk({ path, name: basename(path), text, isSample: false });
    } catch (error) {
      return wireError(
        "not-written",
        `${basename(path)} was not saved: ${reasonOf(error)}. Your text is still here; save it in another place.`,
        { path },
      );
    }
  }
}
