import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { panelOfHistory } from "../testing/history.ts";
import { sessionCases } from "../testing/random-history.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import type { BuiltPanel } from "./build-panel.ts";
import { PANELS_DIR, PanelFiles } from "./panel-files.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});
const folder = async () => {
  const { dir, remove } = await temporaryDir();
  undo.push(remove);
  return dir;
};

const idOf = (name: number) => name.toString(16).padStart(32, "0");
/** A random history's panel, with a reason column and members whose lengths are no multiple of eight. */
const panelOf = (name: number, snapshotId = "s"): BuiltPanel => {
  const samples = fc.sample(sessionCases, { seed: 5, numRuns: 40 });
  for (const { history, request } of samples) {
    const built = panelOfHistory(history, { ...request, reasons: true });
    if (built.ok && built.value.header.instruments.length > 1)
      return { ...built.value, header: { ...built.value.header, panelId: idOf(name), snapshotId } };
  }
  throw new Error("no history made a panel");
};
const keep = async (files: PanelFiles, ...panels: BuiltPanel[]) => {
  for (const panel of panels) files.keep(panel);
  await files.settled();
};
const listed = async (dir: string) => (await readdir(join(dir, PANELS_DIR))).sort();

test("a panel comes back from its file with every bit, and leaves nothing else behind", async () => {
  const dir = await folder();
  const files = new PanelFiles(dir);
  const panel = panelOf(1);
  expect(await files.read(idOf(1))).toBeUndefined();
  await keep(files, panel);
  expect(await files.read(idOf(1))).toEqual(panel);
  expect(await listed(dir)).toEqual([idOf(1)]);
});

test("a file that is cut off, longer, or has a changed header is not read, and keeping the panel mends it", async () => {
  const dir = await folder();
  const files = new PanelFiles(dir);
  const panel = panelOf(1);
  await keep(files, panel);
  const path = join(dir, PANELS_DIR, idOf(1));
  const whole = await readFile(path);
  for (const length of [0, 10, 63, 64, 200, whole.length - 1]) {
    await truncate(path, length);
    expect(await files.read(idOf(1))).toBeUndefined();
    await writeFile(path, whole);
  }
  await writeFile(path, Buffer.concat([whole, Buffer.alloc(8)]));
  expect(await files.read(idOf(1))).toBeUndefined();
  for (let at = 0; at < 400; at += 7) {
    // The last eight bytes of the preamble say nothing.
    if (at >= 56 && at < 64) continue;
    const changed = Buffer.from(whole);
    changed[at]! ^= 1;
    await writeFile(path, changed);
    expect(await files.read(idOf(1)), `byte ${at}`).toBeUndefined();
  }
  await keep(files, panel);
  expect(await files.read(idOf(1))).toEqual(panel);
});

test("a file under another panel's name is not read", async () => {
  const dir = await folder();
  const files = new PanelFiles(dir);
  await keep(files, panelOf(1));
  await writeFile(join(dir, PANELS_DIR, idOf(2)), await readFile(join(dir, PANELS_DIR, idOf(1))));
  expect(await files.read(idOf(2))).toBeUndefined();
});

test("above the bound the panel unused for longest goes, but the newest and those of pinned snapshots stay", async () => {
  const dir = await folder();
  let clock = 0;
  const size = await (async () => {
    const files = new PanelFiles(await folder());
    await keep(files, panelOf(0));
    return 4_000 + panelOf(0).columns.reduce((sum, column) => sum + column.byteLength, 0);
  })();
  const files = new PanelFiles(dir, {
    maxBytes: 3.5 * size,
    now: () => (clock += 10_000),
    listPinned: async () => ["pinned"],
  });
  await keep(files, panelOf(1, "pinned"), panelOf(2), panelOf(3));
  await files.read(idOf(2));
  let name = 4;
  while ((await listed(dir)).length === name - 1) await keep(files, panelOf(name++));
  const left = await listed(dir);
  expect(left).not.toContain(idOf(3));
  expect(left).toEqual(expect.arrayContaining([idOf(1), idOf(2), idOf(name - 1)]));
});

test("a folder that cannot be made fails nobody", async () => {
  const dir = await folder();
  await writeFile(join(dir, PANELS_DIR), "a file where the folder should be");
  const files = new PanelFiles(dir);
  await keep(files, panelOf(1));
  expect(await files.read(idOf(1))).toBeUndefined();
});
