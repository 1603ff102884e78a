import { expect, it } from "vitest";
import type { SignalComparison } from "../../../main/contract/publish-evidence.ts";
import { orderRows } from "./order-rows.ts";
import { differingByDay, scatterOf, weightByDay } from "./signal-charts.ts";

const day = (knownAt: string, live: number[], backtest: number[], differing: number | null) => ({
  asOf: "2024-05-31T20:30:00.000Z",
  knownAt,
  live: Float64Array.from(live),
  backtest: Float64Array.from(backtest),
  differing,
  greatestDifference: null,
});
const row = (id: string, live: number | null, backtest: number | null) => ({
  ...{ id, live, backtest, isEqual: live === backtest, steps: 0 },
});
const comparison = {
  rows: [row("A", 0.2, 0.1), row("B", 0, 0.05), row("C", null, 0.3)],
  days: [
    day("2024-06-03T08:00:00.000Z", [1, 1, 1], [1, 1, 1], 9),
    day("2024-06-03T21:00:00.000Z", [0.1, 0, 0], [0.1, 0, 0], 0),
    day("2024-06-04T21:00:00.000Z", [0.1, 0, 0], [Number.NaN, Number.NaN, Number.NaN], null),
    day("2024-06-05T21:00:00.000Z", [0.2, 0, Number.NaN], [0.1, 0.05, 0.3], 3),
  ],
} as unknown as SignalComparison;

it("equal values lie on the diagonal of the scatter, and what is missing is not in it", () => {
  const { x, series } = scatterOf(comparison, { title: "", backtest: "b", live: "l" });
  expect([[...x.values], [...series[0]!.values]]).toEqual([
    [0.05, 0.1],
    [0, 0.2],
  ]);
});

it("rows that differ stand first, then what is held, the heaviest first, and equals as they were", () => {
  const rows = [row("A", 0, 0), row("B", 0.1, 0.1), row("C", 0, 0), row("D", -0.2, -0.2), row("E", 0, 1e-9)];
  expect(orderRows(rows).map(({ id }) => id)).toEqual(["E", "D", "B", "A", "C"]);
});

it("a day has its last set, and one without a backtest is a gap", () => {
  const differing = differingByDay(comparison, { title: "", differs: "d" });
  expect(differing.x.values).toHaveLength(3);
  expect(Array.from(differing.series[0]!.values)).toEqual([0, Number.NaN, 3]);
  const weight = weightByDay(comparison, "B", { title: "", backtest: "b", live: "l" });
  expect(weight.series.map(({ values }) => Array.from(values))).toEqual([
    [0, Number.NaN, 0.05],
    [0, 0, 0],
  ]);
});
