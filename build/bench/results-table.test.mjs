import { expect, it } from "vitest";
import { tableRows } from "./results-table.mjs";

const where = { date: "2026-01-02", commit: "abc1234", machine: "2 cores" };

it("writes median and range, in milliseconds below a second and in seconds above", () => {
  const figures = [
    { name: "a", milliseconds: [40, 10, 20], over: "x" },
    { name: "b", milliseconds: [2_000, 1_000], over: "y" },
  ];
  expect(tableRows(figures, where)).toEqual([
    "| 2026-01-02 | abc1234 | a | 20 ms | 10 ms – 40 ms | x | 2 cores |",
    "| 2026-01-02 | abc1234 | b | 1.50 s | 1.00 s – 2.00 s | y | 2 cores |",
  ]);
});
