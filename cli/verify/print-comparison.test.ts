import { expect, it } from "vitest";
import type { RunComparison } from "../../kernel/manifest/compare-runs.ts";
import { runManifest } from "../../kernel/manifest/run-manifest.ts";
import { printComparison } from "./print-comparison.ts";

const was = runManifest({
  scope: "notebook",
  snapshot: "",
  ranAt: 0,
  durationMs: 1,
  platform: "linux x64, Deno",
  cells: [],
});
const same: RunComparison = {
  isSame: true,
  cellCount: 3,
  outputCount: 5,
  inputs: [],
  first: null,
  differing: [],
};
const first = {
  cellId: "b2",
  output: 1,
  kind: "tear-sheet",
  path: "tearSheet.metrics[sharpe].value",
  was: "0.5",
  is: "0.6",
};

it("says how much is the same, and as which run", () => {
  expect(printComparison("n.nb.ts", was, same)).toBe(
    `n.nb.ts: the same as run ${was.id} of 1970-01-01T00:00:00.000Z (linux x64, Deno): 3 cells, 5 outputs, every hash equal.\n`,
  );
});

it("names the inputs that changed, then the first value that did, old and new", () => {
  const found = {
    ...same,
    isSame: false,
    inputs: [
      { input: "snapshot", cellId: null, was: "s1", is: "s2" },
      { input: "code", cellId: "a1", was: "abc", is: "def" },
    ],
    first,
    differing: ["b2", "c3"],
  } satisfies RunComparison;
  expect(printComparison("n.nb.ts", was, found).split("\n").slice(1)).toEqual([
    "Inputs that changed:",
    "  snapshot: was s1, is s2",
    "  code (cell a1): was abc, is def",
    "First difference: cell b2, output 2 (tear-sheet), tearSheet.metrics[sharpe].value",
    "  was: 0.5",
    "  is:  0.6",
    "Outputs of 2 cells differ: b2, c3.",
    "",
  ]);
});

it("says when only an input changed, and when no input explains a difference", () => {
  const input = { input: "engine", cellId: null, was: "1", is: "2" } as const;
  expect(printComparison("n", was, { ...same, isSame: false, inputs: [input] })).toContain(
    "Every output is the same.",
  );
  const unexplained = printComparison("n", was, { ...same, isSame: false, first, differing: ["b2"] });
  expect(unexplained).toContain("No input changed.");
  expect(unexplained).not.toContain("cells differ");
});
