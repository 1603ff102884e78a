import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { inRoot } from "../paths.mjs";
import { mutants } from "./list.mjs";
import { plantIn, sourceOf } from "./plant.mjs";

it.each(mutants)("the mutant $name still fits the code: $fault", (mutant) => {
  const source = sourceOf(mutant);
  expect(plantIn(mutant, source)).not.toBe(source);
  expect(mutant.tests.filter((file) => !existsSync(inRoot(...file.split("/"))))).toEqual([]);
  expect(mutant.tests.length).toBeGreaterThan(0);
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
