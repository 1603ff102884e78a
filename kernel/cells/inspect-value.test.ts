import { expect, it } from "vitest";
import { describeAs } from "./described-value.ts";
import { inspectValue, previewOf } from "./inspect-value.ts";

it("a value of the research API is shown by its documented type and one line, frozen or not", () => {
  const run = describeAs(Object.freeze({ dates: [1, 2] }), "BacktestRun", "2 sessions");
  expect(previewOf(run)).toBe("2 sessions");
  expect(inspectValue(run)).toMatchObject({ type: "BacktestRun", preview: "2 sessions" });
  expect(Object.keys(run)).toEqual(["dates"]);
});

it.each([
  [[1, 2, 3], "[1, 2, 3]"],
  ["text", '"text"'],
  [-0, "-0"],
  [new Map([["a", 1]]), "Map(1)"],
  [{ a: 1, b: { c: 2 } }, "{a: 1, b: {c: 2}}"],
])("%j previews as %s", (value, preview) => {
  expect(previewOf(value)).toBe(preview);
});

it("a getter that throws is shown as what it threw, and a cycle ends", () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  expect(JSON.stringify(inspectValue(cycle)).length).toBeLessThan(2_000);
  const hostile = Object.defineProperty({}, "x", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  expect(() => inspectValue(hostile)).not.toThrow();
});
