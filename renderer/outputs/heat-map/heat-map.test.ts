import { describe, expect, it } from "vitest";
import { toCsv } from "../../../kernel/tables/delimited-text.ts";
import { formatHeat, heatTints } from "../../format/heat-map-format.ts";
import { heatMapRows } from "./heat-map-rows.ts";

const map = {
  title: "Sharpe",
  x: { label: "top", values: ["5", "10"] },
  y: { label: "lookback", values: ["60", "120"] },
  values: Float64Array.of(0.5, 1, Number.NaN, 0.75),
  unit: "none" as const,
};

describe("a heat map", () => {
  it("tints from the lowest value to the highest, and a missing one not at all", () => {
    expect(heatTints(map.values)).toEqual([0, 58, 0, 29]);
  });
  it("has no tint when all values are alike, or none is there", () => {
    expect(heatTints(Float64Array.of(2, 2))).toEqual([0, 0]);
    expect(heatTints(Float64Array.of(Number.NaN))).toEqual([0]);
  });
  it("writes a value by its unit", () => {
    expect(["none", "percent", "multiple"].map((unit) => formatHeat(0.1234, unit as "none"))).toEqual([
      "0.12",
      "12.3%",
      "0.12×",
    ]);
    expect(formatHeat(Number.NaN, "percent")).toBe("");
  });
  it("goes into a file with all digits and its labels", () => {
    expect(toCsv(heatMapRows(map))).toBe("lookback \\ top,5,10\r\n60,0.5,1\r\n120,,0.75\r\n");
  });
});
