import { expect, it } from "vitest";
import { mutants } from "./list.mjs";
import { listStale, plantIn } from "./plant.mjs";

it.each(mutants)("the mutant $name still fits the code: $fault", (mutant) => {
  expect(listStale([mutant])).toEqual([]);
  expect(mutant.to).not.toBe(mutant.from);
  expect(mutant.tests.length).toBeGreaterThan(0);
});

it("a list that has fallen behind the code is told", () => {
  const [first] = mutants;
  const stale = [
    { ...first, name: "gone", from: "a text that no file has" },
    { ...first, name: "elsewhere", file: "engine/no-such-file.ts" },
    { ...first, name: "uncaught", tests: ["engine/no-such.test.ts"] },
    first,
  ];
  expect(listStale(stale)).toEqual([
    expect.stringContaining('the mutant "gone" wants to replace a text that occurs 0 times'),
    expect.stringContaining("no-such-file.ts"),
    'the mutant "uncaught" is to be caught in engine/no-such.test.ts, which is not there',
  ]);
});

it("there are at least twenty, each with a name of its own", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

it.each([
  ["gone", "a\nc", 0],
  ["there twice", "b\nb", 2],
])("a text that is %s is an error", (_, source, times) => {
  const mutant = { name: "m", fault: "f", file: "x.ts", from: "b", to: "d", tests: [] };
  expect(() => plantIn(mutant, source)).toThrow(`occurs ${times} times in x.ts`);
});
