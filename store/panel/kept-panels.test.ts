import { afterEach, expect, test } from "vitest";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { madePanel, madePanelId } from "../testing/made-panel.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import type { BuiltPanel } from "./build-panel.ts";
import { KeptPanels } from "./kept-panels.ts";
import { PanelCache } from "./panel-cache.ts";
import { PanelFiles } from "./panel-files.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});
const folder = async () => {
  const { dir, remove } = await temporaryDir();
  undo.push(remove);
  return dir;
};
const never = async (): Promise<WireResult<BuiltPanel>> => {
  throw new Error("The panel was made again.");
};

test("a panel is made once, then found in memory, and in its file when memory is gone", async () => {
  const dir = await folder();
  const panels = new KeptPanels(new PanelFiles(dir));
  const made = await panels.hold(madePanelId(1), async () => wireOk(madePanel(1)));
  expect(await panels.hold(madePanelId(1), never)).toEqual(made);
  await panels.files.settled();
  const reopened = new KeptPanels(new PanelFiles(dir));
  expect(await reopened.hold(madePanelId(1), never)).toEqual(made);
  expect(reopened.get(madePanelId(1))).toEqual(madePanel(1));
});

test("a panel that could not be made is kept nowhere", async () => {
  const panels = new KeptPanels(new PanelFiles(await folder()));
  const failed = wireError("cancelled", "Nobody waits for this panel any more.");
  expect(await panels.hold(madePanelId(1), async () => failed)).toEqual(failed);
  await panels.files.settled();
  expect(panels.get(madePanelId(1))).toBeUndefined();
  expect(await panels.files.read(madePanelId(1))).toBeUndefined();
});

test("the memory of a panel that went is used again when nobody held it and its file is written", async () => {
  let written = () => {};
  const writing = new Promise<void>((resolve) => {
    written = resolve;
  });
  class SlowFiles extends PanelFiles {
    override settled = () => writing;
  }
  const bytes = madePanel(1).columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const panels = new KeptPanels(new SlowFiles(await folder()), new PanelCache(2.5 * bytes));
  const hold = async (n: number) => {
    const held = await panels.hold(madePanelId(n), async () => wireOk(madePanel(n)));
    if (!held.ok) throw new Error(held.error.message);
    return held.value.columns.filter((column) => column instanceof Float64Array);
  };
  const [free, held] = [await hold(1), await hold(2)];
  panels.release(madePanelId(1));
  await hold(3);
  await hold(4);
  expect([1, 2, 3, 4].map((n) => panels.get(madePanelId(n)) !== undefined)).toEqual([
    false,
    false,
    true,
    true,
  ]);
  const take = () => panels.memory.take(50, free[0]!.length);
  const among = (columns: readonly Float64Array[], taken = take()) =>
    columns.filter((column) => taken.includes(column as Float64Array<ArrayBuffer>)).length;
  expect(among([...free, ...held])).toBe(0);
  written();
  await writing;
  const taken = take();
  expect(among(free, taken)).toBe(free.length);
  expect(among(held, taken)).toBe(0);
});

test("panels that are asked for at once are all given, however little memory there is", async () => {
  const panels = new KeptPanels(new PanelFiles(await folder()), new PanelCache(1));
  const held = await Promise.all(
    [1, 2, 3].map((n) => panels.hold(madePanelId(n), async () => wireOk(madePanel(n)))),
  );
  expect(held).toEqual([1, 2, 3].map((n) => wireOk(madePanel(n))));
  await panels.files.settled();
});
