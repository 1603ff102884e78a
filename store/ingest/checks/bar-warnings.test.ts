import { afterEach, beforeEach, expect, test } from "vitest";
import { buildStore } from "../../build/build-store.ts";
import { fixtureRows, fixtureTables } from "../../testing/fixture.ts";
import { temporaryDir } from "../../testing/temporary-store.ts";
import { barMapping, stage, writeText } from "../testing/import-into.ts";

let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  const { actions: _, ...tables } = fixtureTables();
  await buildStore(dir, fixtureRows(tables), { snapshotName: "test", isSynthetic: true });
});
afterEach(() => remove());

/** The warnings about bars with these closes, from the first session on, as check and line (the header is line 1). */
const warningsOf = async (closes: Readonly<Record<string, readonly number[]>>, isBackwards = false) => {
  const lines = Object.entries(closes).flatMap(([symbol, values]) =>
    values.map((close, day) => `2024-01-0${day + 1},${symbol},${close},${close},${close},${close},1`),
  );
  if (isBackwards) lines.reverse();
  const text = `date,symbol,open,high,low,close,volume\n${lines.join("\n")}\n`;
  const { report } = await stage(dir, await writeText(dir, "bars.csv", text), barMapping(), true);
  return report.checks.flatMap(({ check, rows, examples }) => [
    [check, rows, ...examples.map(({ line }) => line)],
  ]);
};

test("the fifth equal close is told once, however long the price stays", async () => {
  expect(await warningsOf({ CCC: [9, 10, 10, 10, 10, 10, 10, 10] })).toEqual([["five-equal-closes", 1, 7]]);
  expect(await warningsOf({ CCC: [10, 10, 10, 10, 10] })).toEqual([["five-equal-closes", 1, 6]]);
});

test("four equal closes are none, nor are five of two runs or of two instruments", async () => {
  expect(await warningsOf({ CCC: [10, 10, 10, 10, 11, 11, 11, 11] })).toEqual([]);
  expect(await warningsOf({ CCC: [10, 10, 11, 10, 10, 10] })).toEqual([]);
  expect(await warningsOf({ CCC: [11, 10, 10, 10], DDD: [10, 10, 10, 11] })).toEqual([]);
});

test("a jump is told by its shape, and not from one instrument to the next", async () => {
  expect(await warningsOf({ CCC: [10, 17, 16], DDD: [1_000, 500, 0.5] })).toEqual([
    ["unit-shift", 1, 7],
    ["split-shaped-jump", 1, 6],
    ["large-return", 1, 3],
  ]);
});

test("the order of the lines does not matter", async () => {
  expect(await warningsOf({ CCC: [9, 10, 10, 10, 10, 10], DDD: [10, 17, 16] }, true)).toEqual([
    ["large-return", 1, 3],
    ["five-equal-closes", 1, 5],
  ]);
});
