import { expect, test } from "vitest";
import { faultsOf } from "../../kernel/collect/collect-run.ts";
import { type CellResult, formatFault } from "../../kernel/collect/run-result.ts";
import type { CellError } from "../../kernel/contract/display.ts";
import type { CellStatus, Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { runManifest } from "../../kernel/manifest/run-manifest.ts";
import { runJson } from "./run-json.ts";

const status = (cellId: string, state: CellStatus["state"]): CellStatus => ({
  cellId,
  state,
  runNumber: 1,
  durationMs: 1,
  estimateMs: null,
  inputHash: "",
});
const cell = (cellId: string, state: CellStatus["state"], error?: Partial<CellError>): CellResult => ({
  cellId,
  kind: "code",
  source: "",
  status: status(cellId, state),
  outputs: error
    ? [
        {
          kind: "error",
          error: {
            code: "threw",
            name: "Error",
            message: "boom",
            line: 2,
            column: 7,
            frames: [],
            hint: "",
            ...error,
          },
        },
      ]
    : [],
  console: [],
});
const diagnostic = (cellId: string): Diagnostic => ({
  cellId,
  severity: "error",
  code: "2551",
  message: "Property 'closs' does not exist.",
  line: 3,
  column: 5,
  endLine: 3,
  endColumn: 10,
});
const lines = new Map([
  ["a", 10],
  ["b", 20],
]);

test("a fault names file, line of the file, column and cell, as editors expect it", () => {
  const [fault] = faultsOf([cell("a", "failed")], [diagnostic("a")], lines);
  expect(formatFault("n.nb.ts", fault!)).toBe("n.nb.ts:12:5: cell a: Property 'closs' does not exist.");
});

test("a thrown error is placed by its line, and its hint stands below", () => {
  const [fault] = faultsOf([cell("b", "failed", { hint: "Check the divisor." })], [], lines);
  expect(formatFault("n.nb.ts", fault!)).toBe("n.nb.ts:21:7: cell b: boom\n  Check the divisor.");
});

test("a cell that does not check is told once, and cells it blocks are not faults of their own", () => {
  const faults = faultsOf([cell("a", "failed", {}), cell("b", "blocked")], [diagnostic("a")], lines);
  expect(faults.map(({ cellId, code }) => [cellId, code])).toEqual([["a", "2551"]]);
});

test("a cell that was stopped is a fault even without an error", () => {
  expect(faultsOf([cell("b", "stopped")], [], lines)).toMatchObject([
    { cellId: "b", line: 20, code: "stopped" },
  ]);
});

test("a done cell is no fault, and warnings are none", () => {
  expect(faultsOf([cell("a", "done")], [{ ...diagnostic("a"), severity: "warning" }], lines)).toEqual([]);
});

test("JSON keeps every digit and writes missing numbers as null", () => {
  const json = JSON.parse(
    JSON.stringify(
      runJson({
        file: "n",
        title: "t",
        snapshot: { name: "s", id: "i", isSynthetic: true },
        faults: [],
        stored: [],
        durationMs: 1,
        manifest: runManifest({
          scope: "notebook",
          snapshot: "s",
          ranAt: 0,
          durationMs: 1,
          platform: "test",
          cells: [],
        }),
        cells: [
          {
            ...cell("a", "done"),
            outputs: [
              {
                kind: "chart",
                chart: {
                  title: "c",
                  type: "line",
                  unit: "none",
                  x: { kind: "number", label: "x", values: Float64Array.of(0, 1, 2) },
                  series: [
                    { name: "y", values: Float64Array.of(0.1 + 0.2, Number.NaN, Number.POSITIVE_INFINITY) },
                  ],
                },
              },
            ],
          },
        ],
      }),
    ),
  );
  expect(json.ok).toBe(true);
  expect(json.cells[0].outputs[0].chart.series[0].values).toEqual([0.1 + 0.2, null, null]);
});
