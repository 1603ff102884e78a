import { expect, it } from "vitest";
import { judgeImports } from "./imports.mjs";
import { LEAST_MODULES } from "./zones.mjs";

/** @param {number} totalCruised @param {object[]} [violations] */
const report = (totalCruised, violations = []) => JSON.stringify({ summary: { totalCruised, violations } });

it("is content with enough modules and no violation", () => {
  expect(judgeImports(report(LEAST_MODULES), "").problem).toBe("");
});

it("fails when too few modules were read, because rules over nothing always pass", () => {
  expect(judgeImports(report(LEAST_MODULES - 1), "").problem).toMatch(/only \d+ modules/);
});

it("names rule, importer and imported of each violation", () => {
  const violations = [{ rule: { name: "direction-engine" }, from: "engine/a.ts", to: "store/b.ts" }];
  expect(judgeImports(report(LEAST_MODULES, violations), "").problem).toBe(
    "direction-engine: engine/a.ts → store/b.ts",
  );
});

it("fails when there is no report to read", () => {
  expect(judgeImports("", "it broke").problem).toBe("it broke");
  expect(judgeImports("", "").problem).not.toBe("");
});
