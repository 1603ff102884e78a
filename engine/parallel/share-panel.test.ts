import { expect, it } from "vitest";
import { createWorld } from "../testing/world.ts";
import { sharePanel } from "./share-panel.ts";

const world = createWorld({ seed: 3, instruments: 4, sessions: 10, hasActions: true, hasGaps: true });

/** Every typed array anywhere in a value, by its path. */
function arraysOf(value: unknown, path = ""): [string, Float64Array][] {
  if (ArrayBuffer.isView(value)) return [[path, value as Float64Array]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => arraysOf(part, `${path}.${name}`));
}

it("a shared panel has the same values and shapes, and every array in shared memory", () => {
  const shared = sharePanel(world);
  expect(shared).toEqual(world);
  const arrays = arraysOf(shared);
  expect(arrays.length).toBeGreaterThan(20);
  for (const [path, array] of arrays) expect(array.buffer, path).toBeInstanceOf(SharedArrayBuffer);
});

it("a posted panel is the same memory: what the owner writes the copy shows", () => {
  const shared = sharePanel(world);
  const posted = structuredClone(shared);
  shared.columns.close![5] = 123.5;
  shared.fx[0]!.usdPerUnit[1] = 7;
  expect(posted.columns.close![5]).toBe(123.5);
  expect(posted.fx[0]!.usdPerUnit[1]).toBe(7);
  expect(world.columns.close![5]).not.toBe(123.5);
});

it("sharing twice copies once", () => {
  const once = sharePanel(world);
  const twice = sharePanel(once);
  const first = new Map(arraysOf(once));
  for (const [path, array] of arraysOf(twice)) expect(array, path).toBe(first.get(path));
});
