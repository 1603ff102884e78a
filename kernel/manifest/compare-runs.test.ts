import { describe, expect, it } from "vitest";
import type { Display } from "../contract/display.ts";
import type { CellManifest } from "../contract/manifest.ts";
import { hashText } from "../host/input-hashes.ts";
import { compareRuns } from "./compare-runs.ts";
import { outputManifest } from "./output-manifest.ts";
import { resultHash } from "./run-manifest.ts";

const value = (preview: string): Display => ({
  kind: "value",
  value: { label: "", type: "number", preview },
});
const cell = (
  cellId: string,
  shown: readonly Display[],
  change: Partial<CellManifest> = {},
): CellManifest => ({
  cellId,
  state: "done",
  codeHash: hashText(cellId),
  closureHash: hashText(`closure ${cellId}`),
  inputs: {},
  needs: [],
  snapshotId: "s1",
  asOf: null,
  seed: 1,
  engine: "0.1.0",
  orderLog: "log 3",
  backtests: [],
  outputs: shown.map(outputManifest),
  ...change,
});
const base = [cell("a", [value("1")]), cell("b", [value("2"), value("3")])];

describe("a comparison of runs", () => {
  it("M4: of the same inputs and outputs finds nothing, and their hashes are equal", () => {
    expect(compareRuns(base, structuredClone(base))).toEqual({
      isSame: true,
      cellCount: 2,
      outputCount: 3,
      inputs: [],
      first: null,
      differing: [],
    });
    expect(resultHash(structuredClone(base))).toBe(resultHash(base));
  });

  it("M4: names the first cell, output and value that differ, old and new", () => {
    const now = [cell("a", [value("1")]), cell("b", [value("2"), value("4")])];
    expect(compareRuns(base, now)).toMatchObject({
      isSame: false,
      inputs: [],
      first: { cellId: "b", output: 1, kind: "value", path: "value.preview", was: "3", is: "4" },
      differing: ["b"],
    });
    expect(resultHash(now)).not.toBe(resultHash(base));
  });

  it("M9: takes the very value from what was shown, where that is what was hashed", () => {
    const text = (word: string): Display => ({ kind: "text", text: word });
    const curve = (last: number): Display => ({
      kind: "heat-map",
      heatMap: {
        title: "t",
        unit: "none",
        x: { label: "x", values: ["1", "2"] },
        y: { label: "y", values: ["1"] },
        values: Float64Array.of(1, last),
      },
    });
    const [was, is] = [[cell("a", [curve(2)])], [cell("a", [curve(3)])]];
    const shown = (old: Display) => ({ was: () => [old], is: () => [curve(3)] });
    expect(compareRuns(was, is, shown(curve(2))).first).toMatchObject({
      path: "heatMap.values[1]",
      was: "2 (bytes 4000000000000000)",
      is: "3 (bytes 4008000000000000)",
    });
    // What is kept is of another run: the hashes are all there is to tell by.
    for (const other of [curve(9), text("no heat map")])
      expect(compareRuns(was, is, shown(other)).first).toMatchObject({ path: "heatMap.values" });
  });

  it("M4: prefers a single value to a column that differs before it", () => {
    const chart = (last: number, title: string): Display => ({
      kind: "chart",
      chart: {
        title,
        type: "line",
        unit: "none",
        x: { kind: "category", values: ["p"] },
        series: [{ name: "s", values: Float64Array.of(last) }],
      },
    });
    const [was, both, one] = [chart(1, "t"), chart(2, "u"), chart(2, "t")].map((each) => [cell("a", [each])]);
    expect(compareRuns(was!, both!).first).toMatchObject({ path: "chart.title", was: "t", is: "u" });
    const { first } = compareRuns(was!, one!);
    expect(first).toMatchObject({ path: "chart.series[s].values" });
    expect(first!.is).toMatch(/^1 values, 2 … 2, sha256 [0-9a-f]{16}$/);
  });

  it.each<[string, Partial<CellManifest>, object]>([
    ["the code of a cell", { codeHash: hashText("other") }, { input: "code", cellId: "a" }],
    ["a chosen value", { inputs: { top: "5" } }, { input: "chosen", cellId: "a", was: "", is: "top=5" }],
    ["the snapshot", { snapshotId: "s2" }, { input: "snapshot", cellId: null, was: "s1", is: "s2" }],
    ["the instant", { asOf: 0 }, { input: "as-of", was: "newest", is: "1970-01-01T00:00:00.000Z" }],
    ["the engine", { engine: "0.2.0" }, { input: "engine", was: "0.1.0", is: "0.2.0" }],
    ["the form of the order log", { orderLog: "log 4" }, { input: "order-log" }],
    [
      "parameters",
      { backtests: [{ strategy: "m", parameters: { top: 5 }, orderHash: hashText("o") }] },
      { input: "parameters", cellId: "a", is: 'm {"top":5}' },
    ],
  ])("M4: names %s as the input that changed", (_, change, expected) => {
    const [a] = base as [CellManifest, CellManifest];
    const { isSame, inputs } = compareRuns([a], [{ ...a, ...change }]);
    expect(isSame).toBe(false);
    expect(inputs).toMatchObject([expected]);
  });

  it("M4: names cells that came or went, states and numbers of outputs that differ", () => {
    const [a, b] = base as [CellManifest, CellManifest];
    expect(compareRuns([a, b], [a]).inputs).toMatchObject([{ input: "cells", cellId: "b", is: "gone" }]);
    expect(compareRuns([a], [a, b]).inputs).toMatchObject([{ input: "cells", cellId: "b", is: "there" }]);
    expect(compareRuns([a], [{ ...a, state: "failed" }]).first).toMatchObject({
      path: "state",
      is: "failed",
    });
    expect(compareRuns([b], [{ ...b, outputs: b.outputs.slice(1) }]).first).toMatchObject({
      output: 0,
      is: "3",
    });
    expect(compareRuns([b], [{ ...b, outputs: b.outputs.slice(0, 1) }]).first).toMatchObject({
      output: null,
      path: "number of outputs",
      was: "2",
      is: "1",
    });
  });

  it("M5: is not of where, when and how long a run was: a cell's manifest does not hold it", () => {
    expect(Object.keys(base[0]!).filter((key) => /platform|duration|ranAt/i.test(key))).toEqual([]);
  });
});
