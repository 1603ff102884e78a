import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, buildStore } from "../build/build-store.ts";
import type { TableRows } from "../contract/tables.ts";
import { openStore, type Store } from "../open-store.ts";
import { fixtureRows } from "./fixture.ts";

/** A folder for one test, and its removal. */
export const temporaryDir = async (): Promise<{ readonly dir: string; remove(): Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), "asof-store-"));
  return { dir, remove: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }) };
};

const options: BuildOptions = { snapshotName: "test", isSynthetic: true };

/** A real store on disk, built from rows and opened. */
export const temporaryStore = async (
  rows: readonly TableRows[] = fixtureRows(),
): Promise<{ readonly store: Store; readonly dir: string; remove(): Promise<void> }> => {
  const { dir, remove } = await temporaryDir();
  await buildStore(dir, rows, options);
  const opened = await openStore(dir);
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  return {
    store,
    dir,
    remove: async () => {
      store.close();
      await remove();
    },
  };
};
