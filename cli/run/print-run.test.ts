import { expect, it } from "vitest";
import type { RunResult } from "../../kernel/collect/run-result.ts";
import { reportHtml } from "../report/report-html.ts";
import { printRun } from "./print-run.ts";

const run = {
  file: "a.nb.ts",
  title: "A",
  snapshot: { name: "test", id: "0123456789abcdef", isSynthetic: true },
  durationMs: 5,
  faults: [],
  manifest: { id: "0123456789ab" },
  cells: [
    {
      cellId: "c0",
      kind: "code",
      source: "swept",
      status: { cellId: "c0", state: "done", runNumber: 1, durationMs: 5, estimateMs: null, inputHash: "" },
      console: [],
      outputs: [
        {
          kind: "heat-map",
          heatMap: {
            title: "Sharpe",
            x: { label: "top", values: ["5", "10"] },
            y: { label: "lookback", values: ["60"] },
            values: Float64Array.of(0.5, Number.NaN),
            unit: "none",
          },
        },
      ],
    },
  ],
} as unknown as RunResult;

it("prints a heat map as a small table, a missing value as nothing", () => {
  expect(printRun(run)).toContain("  Sharpe\n  lookback \\ top     5  10\n              60  0.50\n");
});

it("names the run by which it can be verified", () => {
  expect(printRun(run)).toContain("Run 0123456789ab in 5 ms; compare with asof verify.");
});

it("puts a heat map into a report with its labels and tints", () => {
  const html = reportHtml(run, 0);
  expect(html).toContain("<th>lookback \\ top</th><th>5</th><th>10</th>");
  expect(html).toMatch(/<tr><th>60<\/th><td style="[^"]*0%[^"]*">0\.50<\/td><td style="[^"]*"><\/td><\/tr>/);
});
