import { readdir, readFile, rename, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { madePanel, madePanelId } from "../testing/made-panel.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import type { BuiltPanel } from "./build-panel.ts";
import type { FieldEvents } from "./field-events.ts";
import { isSound, PANELS_DIR, PanelFiles } from "./panel-files.ts";

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

const madeEvents = (value: number): FieldEvents => ({
  iids: ["A", "B"],
  facts: {
    starts: Int32Array.of(0, 1, 3),
    periodEnd: Int32Array.of(1, 2, 3),
    knownAt: Float64Array.of(10, 20, 30),
    value: Float64Array.of(value, Number.NaN, 3),
    length: new Int32Array(0),
  },
});
const KEYS = ["a".repeat(32), "b".repeat(32)] as const;

test("events come back from their file with every bit, and only under their own key", async () => {
  const dir = await folder();
  const files = new PanelFiles(dir);
  expect(await files.readEvents(KEYS[0])).toBeUndefined();
  files.keepEvents(KEYS[0], madeEvents(1));
  await files.settled();
  expect(await files.readEvents(KEYS[0])).toEqual(madeEvents(1));
  expect(await files.readEvents(KEYS[1])).toBeUndefined();
  await rename(join(dir, PANELS_DIR, `events-${KEYS[0]}`), join(dir, PANELS_DIR, `events-${KEYS[1]}`));
  expect(await files.readEvents(KEYS[1])).toBeUndefined();
});

// A head of any length, so that it fills up to a multiple of eight by any number of bytes.
test.each([0, 1, 2, 3, 4, 5, 6, 7])(
  "events of which any bit that counts was changed, or that were cut off, are not read, and doctor says so: %i",
  async (more) => {
    const dir = await folder();
    const files = new PanelFiles(dir);
    const events = { ...madeEvents(1), iids: ["A".repeat(1 + more), "B"] };
    files.keepEvents(KEYS[0], events);
    await files.settled();
    const [name] = await listed(dir);
    const path = join(dir, PANELS_DIR, name!);
    const whole = await readFile(path);
    expect(await isSound(join(dir, PANELS_DIR), name!)).toBe(true);
    let believed = 0;
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << (at % 8);
      await writeFile(path, changed);
      const read = await files.readEvents(KEYS[0]);
      if (!read) continue;
      believed++;
      expect(read, `byte ${at}`).toEqual(events);
    }
    // Only what fills up to multiples of eight.
    expect(believed).toBeLessThan(24);
    for (let length = 0; length < whole.length; length += 5) {
      await writeFile(path, whole.subarray(0, length));
      expect(await files.readEvents(KEYS[0]), `cut to ${length}`).toBeUndefined();
    }
    expect(await isSound(join(dir, PANELS_DIR), name!)).toBe(false);
  },
);

test("events share the bound of panels", async () => {
  const dir = await folder();
  let clock = 0;
  const files = new PanelFiles(dir, { maxBytes: 1, now: () => (clock += 10_000) });
  files.keepEvents(KEYS[0], madeEvents(1));
  await keep(files, madePanel(1));
  expect(await listed(dir)).toEqual([madePanelId(1)]);
  files.keepEvents(KEYS[1], madeEvents(2));
  await files.settled();
  expect(await listed(dir)).toEqual([`events-${KEYS[1]}`]);
});

test("a folder that cannot be made fails nobody", async () => {
  const dir = await folder();
  await writeFile(join(dir, PANELS_DIR), "a file where the folder should be");
  const files = new PanelFiles(dir);
  await keep(files, madePanel(1));
  expect(await files.read(madePanelId(1))).toBeUndefined();
});
