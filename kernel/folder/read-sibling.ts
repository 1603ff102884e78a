import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

const MAX_BYTES = 16 * 1024 * 1024;

const isPlainName = (name: string): boolean =>
  basename(name) === name && !/[\\:\0]/.test(name) && name.endsWith(".nb.ts") && name !== ".nb.ts";

/**
 * The text of a notebook beside another, for an import; null when there is none that may be read. Only a file that
 * truly lies in the same folder is: a name with a path in it, and a link that leads out, are not there.
 */
export const readSibling = async (notebook: string, name: string): Promise<string | null> => {
  if (!isPlainName(name)) return null;
  try {
    const folder = await realpath(dirname(resolve(notebook)));
    const file = await realpath(join(folder, name));
    if (dirname(file) !== folder) return null;
    const found = await stat(file);
    return found.isFile() && found.size <= MAX_BYTES ? await readFile(file, "utf8") : null;
  } catch {
    return null;
  }
};
