import { expect, it } from "vitest";
import { calmer, describeTaken, takenBetween } from "./taken-by-host.mjs";

const stat = (/** @type {number[]} */ ...ticks) => `cpu  ${ticks.join(" ")} 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n`;

it("is the share of what was wanted, not of what was idle", () => {
  // user nice system idle iowait irq softirq steal
  const before = stat(100, 0, 50, 1_000, 5, 0, 0, 10);
  const after = stat(150, 0, 70, 9_000, 9, 0, 5, 35);
  expect(takenBetween(before, after)).toBe(25 / 100);
  expect(takenBetween(before, before)).toBe(0);
});

it("keeps the measurement that had more of the machine, whatever it came to", () => {
  const busy = { result: 1, taken: 0.3 };
  const calm = { result: 9, taken: 0.01 };
  expect(calmer(undefined, busy)).toBe(busy);
  expect(calmer(busy, calm)).toBe(calm);
  expect(calmer(calm, busy)).toBe(calm);
  expect(calmer(calm, { result: 2, taken: 0.01 })).toBe(calm);
});

it("says nothing where the system does not tell", () => {
  expect(describeTaken({ taken: null })).toBe("");
  expect(describeTaken({ taken: 0.034 })).toBe(", 3 % of the processor taken by the host");
});
