import { createHash } from "node:crypto";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { type ImportMapping, importMappingSchema } from "../contract/import.ts";
import { writeDurably } from "../write/durable-file.ts";
import { isDiskFull, noSpace } from "../write/free-space.ts";
import { readyMadeMappings } from "./ready-made.ts";

export interface ListedMapping {
  readonly mapping: ImportMapping;
  /** Comes with Asof, and so cannot be overwritten. */
  readonly isReadyMade: boolean;
}

const folderOf = (storeDir: string): string => join(storeDir, "mappings");

/** Any name makes a file name: letters stay readable, and a digest tells names apart that look the same. */
export const mappingFileName = (name: string): string => {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${readable === "" ? "mapping" : readable}-${digest}.json`;
};

/** The mappings that come with Asof, then those saved beside the store, by name. A file that is none is left out. */
export const listMappings = async (storeDir: string): Promise<ListedMapping[]> => {
  const saved: ImportMapping[] = [];
  for (const name of await readdir(folderOf(storeDir)).catch(() => [] as string[])) {
    if (!name.endsWith(".json")) continue;
    const mapping = await readMappingFile(join(folderOf(storeDir), name));
    if (mapping.ok) saved.push(mapping.value);
  }
  saved.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return [
    ...readyMadeMappings.map((mapping) => ({ mapping, isReadyMade: true })),
    ...saved.map((mapping) => ({ mapping, isReadyMade: false })),
  ];
};

/** A mapping out of a file that somebody wrote. */
export const readMappingFile = async (path: string): Promise<WireResult<ImportMapping>> => {
  try {
    const parsed = importMappingSchema.safeParse(JSON.parse(await readFile(path, "utf8")));
    if (parsed.success) return wireOk(parsed.data);
    const [issue] = parsed.error.issues;
    return wireError(
      "bad-mapping",
      `${path} is no mapping: ${issue?.path.join(".") || "the document"}: ${issue?.message ?? "not understood"}.`,
    );
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return wireError("bad-mapping", `The mapping ${path} cannot be read (${cause}).`);
  }
};

/** Saves a mapping by its name, in place of an earlier one of that name. Fails with `name-taken` or `no-space`. */
export const saveMapping = async (storeDir: string, mapping: ImportMapping): Promise<WireResult<null>> => {
  if (readyMadeMappings.some(({ name }) => name === mapping.name))
    return wireError("name-taken", `"${mapping.name}" comes with Asof. Choose another name.`);
  try {
    await mkdir(folderOf(storeDir), { recursive: true });
    const path = join(folderOf(storeDir), mappingFileName(mapping.name));
    await writeDurably(path, `${JSON.stringify(mapping, null, 2)}\n`);
    return wireOk(null);
  } catch (error) {
    if (isDiskFull(error)) return noSpace(storeDir, "the disk is full");
    return wireError("not-written", `The mapping could not be saved (${String(error)}).`);
  }
};

/** By name, ready-made or saved; the last word of a long name will do when it is the only one so. */
export const findMapping = async (storeDir: string, name: string): Promise<WireResult<ImportMapping>> => {
  const all = await listMappings(storeDir);
  const found = all.find(({ mapping }) => mapping.name.toLowerCase() === name.toLowerCase());
  if (found) return wireOk(found.mapping);
  return wireError(
    "unknown-mapping",
    `There is no mapping named ${JSON.stringify(name)}. There are: ${all.map(({ mapping }) => mapping.name).join(", ")}.`,
  );
};
