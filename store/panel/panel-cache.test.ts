import { expect, test } from "vitest";
import type { PanelHeader } from "../contract/panel-request.ts";
import { PanelCache } from "./panel-cache.ts";

const panel = (panelId: string, cells: number) => ({
  header: { panelId } as PanelHeader,
  columns: [new Float64Array(cells)],
});

test("above its bound the cache drops the panel unused for longest, those that nobody holds first", () => {
  const cache = new PanelCache(3 * 80);
  for (const id of ["a", "b", "c"]) cache.add(panel(id, 10));
  cache.hold("a");
  cache.add(panel("d", 10));
  expect(["a", "b", "c", "d"].filter((id) => cache.get(id))).toEqual(["a", "c", "d"]);
  expect(cache.byteLength).toBe(3 * 80);
});

test("the bound holds even when every panel is held, but the newest stays", () => {
  const cache = new PanelCache(80);
  cache.add(panel("a", 10));
  cache.hold("a");
  cache.add(panel("b", 20));
  expect(cache.get("a")).toBeUndefined();
  expect(cache.get("b")).toBeDefined();
});

test("a released panel stays for the next run until room is needed", () => {
  const cache = new PanelCache(80);
  cache.add(panel("a", 10));
  cache.hold("a");
  cache.release("a");
  expect(cache.get("a")).toBeDefined();
});

test("a panel that had to go while it was held, and came back, is held by both who asked for it", () => {
  const cache = new PanelCache(2 * 80);
  cache.add(panel("a", 10));
  cache.hold("a");
  cache.add(panel("b", 20));
  expect(cache.get("a")).toBeUndefined();
  cache.add(panel("a", 10));
  cache.hold("a");
  cache.release("a");
  cache.add(panel("c", 10));
  cache.add(panel("d", 10));
  expect(["a", "c", "d"].filter((id) => cache.get(id))).toEqual(["a", "d"]);
  cache.release("a");
  cache.add(panel("e", 10));
  expect(["a", "d", "e"].filter((id) => cache.get(id))).toEqual(["d", "e"]);
});
