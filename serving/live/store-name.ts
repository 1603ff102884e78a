import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = "serving-name";

/** The name of a store among those that serve: made when it is first asked for, and kept in the store's folder. */
export const storeName = async (folder: string): Promise<string> => {
  const file = join(folder, FILE);
  await writeFile(file, randomUUID(), { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readFile(file, "utf8")).trim();
};
