import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { madePanel, madePanelId } from "../testing/made-panel.ts";
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

const keep = async (files: PanelFiles, ...panels: BuiltPanel[]) => {
  for (const panel of panels) files.keep(panel);
  await files.settled();
};
const listed = async (dir: string) => (await readdir(join(dir, PANELS_DIR))).sort();

test("a panel comes back from its file with every bit, and leaves nothing else behind", async () => {
  const dir = await folder();
  const files = new PanelFiles(dir);
  const panel = madePanel(1);
  expect(await files.read(madePanelId(1))).toBeUndefined();
  await keep(files, panel);
  expect(await files.read(madePanelId(1))).toEqual(panel);
  expect(await listed(dir)).toEqual([madePanelId(1)]);
});

test("a file that is cut off, longer, or has a changed header is not read, and keeping the panel mends it", async () => {
  const dir = await folder();
  const files = new PanelFiles(dir);
  const panel = madePanel(1);
  await keep(files, panel);
  const path = join(dir, PANELS_DIR, madePanelId(1));
  const whole = await readFile(path);
  for (const length of [0, 10, 63, 64, 200, whole.length - 1]) {
    await truncate(path, length);
    expect(await files.read(madePanelId(1))).toBeUndefined();
    await writeFile(path, whole);
  }
  await writeFile(path, Buffer.concat([whole, Buffer.alloc(8)]));
  expect(await files.read(madePanelId(1))).toBeUndefined();
  for (let at = 0; at < 400; at += 7) {
    // The last eight bytes of the preamble say nothing.
    if (at >= 56 && at < 64) continue;
    const changed = Buffer.from(whole);
    changed[at]! ^= 1;
    await writeFile(path, changed);
    expect(await files.read(madePanelId(1)), `byte ${at}`).toBeUndefined();
  }
  await keep(files, panel);
  expect(await files.read(madePanelId(1))).toEqual(panel);
});

test("a file under another panel's name is not read", async () => {
  const dir = await folder();
  const files = new PanelFiles(dir);
  await keep(files, madePanel(1));
  await writeFile(
    join(dir, PANELS_DIR, madePanelId(2)),
    await readFile(join(dir, PANELS_DIR, madePanelId(1))),
  );
  expect(await files.read(madePanelId(2))).toBeUndefined();
});

test("above the bound the panel unused for longest goes, but the newest and those of pinned snapshots stay", async () => {
  const dir = await folder();
  let clock = 0;
  const size = await (async () => {
    const files = new PanelFiles(await folder());
    await keep(files, madePanel(0));
    return 4_000 + madePanel(0).columns.reduce((sum, column) => sum + column.byteLength, 0);
  })();
  const files = new PanelFiles(dir, {
    maxBytes: 3.5 * size,
    now: () => (clock += 10_000),
    listPinned: async () => ["pinned"],
  });
  await keep(files, madePanel(1, "pinned"), madePanel(2), madePanel(3));
  await files.read(madePanelId(2));
  let name = 4;
  while ((await listed(dir)).length === name - 1) await keep(files, madePanel(name++));
  const left = await listed(dir);
  expect(left).not.toContain(madePanelId(3));
  expect(left).toEqual(expect.arrayContaining([madePanelId(1), madePanelId(2), madePanelId(name - 1)]));
});

test("a folder that cannot be made fails nobody", async () => {
  const dir = await folder();
  await writeFile(join(dir, PANELS_DIR), "a file where the folder should be");
  const files = new PanelFiles(dir);
  await keep(files, madePanel(1));
  expect(await files.read(madePanelId(1))).toBeUndefined();
});
