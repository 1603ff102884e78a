import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { buildStore } from "../../build/build-store.ts";
import { fixtureRows, fixtureTables } from "../../testing/fixture.ts";
import { temporaryDir } from "../../testing/temporary-store.ts";

/** A small store, and beside it a folder for files that somebody else wrote. */
export interface FaultStore {
  readonly dir: string;
  readonly files: string;
  /** See `fingerprint`: the store as it was made. */
  readonly asMade: readonly string[];
  remove(): Promise<void>;
}

export const makeFaultStore = async (): Promise<FaultStore> => {
  const { dir: root, remove } = await temporaryDir();
  const dir = join(root, "store");
  const files = join(root, "files");
  await mkdir(dir);
  await mkdir(files);
  const { actions: _, ...tables } = fixtureTables();
  await buildStore(dir, fixtureRows(tables), { snapshotName: "test", isSynthetic: true });
  return { dir, files, asMade: await fingerprint(dir), remove };
};

/** Every file of a store but those of its staging folder, with what it holds: what staging must leave as it was. */
export const fingerprint = async (storeDir: string): Promise<string[]> => {
  const entries = await readdir(storeDir, { recursive: true });
  const kept = entries.filter((name) => name !== "staging" && !name.startsWith("staging/")).sort();
  return Promise.all(
    kept.map(async (name) => {
      const path = join(storeDir, name);
      const entry = await lstat(path);
      if (!entry.isFile()) return `${name}/`;
      const digest = createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
      return `${relative(storeDir, path)} ${digest}`;
    }),
  );
};
