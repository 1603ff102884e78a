import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { WireResult } from "../../wire/contract.ts";
import type { Draft, KeptDrafts } from "./kept-drafts.ts";
import { hashOf, type NotebookFiles, type OpenedFile } from "./notebook-files.ts";

/**
 * Writes a text over its file. It is kept as the file's draft first: a draft from before the save must not come back
 * over what was saved when the app ends between the two.
 */
export const saveOver = async (
  files: NotebookFiles,
  drafts: KeptDrafts,
  path: string,
  text: string,
  overwrite: boolean,
): Promise<WireResult<OpenedFile>> =>
  files.write(path, text, overwrite, async () => {
    const draft = { key: path, name: basename(path), text, bases: files.basesOf(path) };
    // One that cannot be kept is no reason not to save.
    await drafts.keep(draft).catch(() => {});
  });

/** The drafts whose files do not hold their text, and whether a file is another one than it was typed over. */
export const unsavedDrafts = async (
  drafts: KeptDrafts,
): Promise<(Omit<Draft, "bases"> & { isBaseChanged: boolean })[]> => {
  const found = await drafts.all();
  const told = await Promise.all(
    found.map(async ({ bases, ...draft }) => {
      const bytes = await readFile(draft.key).catch(() => null);
      const hash = bytes && hashOf(bytes);
      if (hash === hashOf(Buffer.from(draft.text))) return [];
      return [{ ...draft, isBaseChanged: hash !== null && bases.length > 0 && !bases.includes(hash) }];
    }),
  );
  return told.flat();
};
