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

test("panels that are asked for at once are all given, however little memory there is", async () => {
  const panels = new KeptPanels(new PanelFiles(await folder()), new PanelCache(1));
  const held = await Promise.all(
    [1, 2, 3].map((n) => panels.hold(madePanelId(n), async () => wireOk(madePanel(n)))),
  );
  expect(held).toEqual([1, 2, 3].map((n) => wireOk(madePanel(n))));
  await panels.files.settled();
});
