import { describe, expect, it } from "vitest";
import { changeText, shownFigures } from "./shown-figures.ts";

describe("figures of a version", () => {
  it("are shown in the unit that the reference gives each metric", () => {
    const shown = shownFigures(
      { cagr: 0.12, costDrag: 118.7, turnover: 3.7, psr: 0.99, trades: 12_000 },
      null,
    );
    expect(shown.map(({ key, format }) => `${key} ${format}`)).toEqual([
      "cagr percent",
      "turnover multiple",
      "costDrag basis-points",
      "trades integer",
      "psr probability",
    ]);
  });

  it("keep a figure that only one of two versions has, and tell no difference of it", () => {
    const [sharpe, turnover] = shownFigures({ sharpe: 0.8 }, { sharpe: 0.8, turnover: 3 });
    expect(turnover).toMatchObject({ value: null, live: 3 });
    expect([changeText(sharpe!), changeText(turnover!)]).toEqual(["–", "–"]);
  });

  it("differ in points of the shown unit", () => {
    const [cagr, sharpe] = shownFigures({ cagr: 0.125, sharpe: 0.7 }, { cagr: 0.118, sharpe: 0.82 });
    expect([changeText(cagr!), changeText(sharpe!)]).toEqual(["+0.7", "−0.12"]);
  });
});
