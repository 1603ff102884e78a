import { mkdtempSync, rmSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
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

let fixtureStore: Promise<string> | undefined;

const makeFixtureStore = async (): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), "asof-store-"));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  await buildStore(dir, fixtureRows(), options);
  return dir;
};

/** The store of the fixture in a folder: a build from rows gives the same file every time, so one is made and copied. */
export const copyFixtureStore = async (dir: string): Promise<void> => {
  fixtureStore ??= makeFixtureStore();
  await cp(await fixtureStore, dir, { recursive: true });
};

/** A real store on disk, built from rows, the fixture's if none are given, and opened. */
export const temporaryStore = async (
  rows?: readonly TableRows[],
): Promise<{ readonly store: Store; readonly dir: string; remove(): Promise<void> }> => {
  const { dir, remove } = await temporaryDir();
  await (rows === undefined ? copyFixtureStore(dir) : buildStore(dir, rows, options));
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
