import { expect } from "vitest";
import type { WireResult } from "../../../wire/contract.ts";
import type { ImportReport } from "../../contract/import.ts";
import type { Expected, FaultyFile } from "./corpus/faulty-file.ts";

type StagedResult = WireResult<{ readonly report: ImportReport; readonly stagedId: string | null }>;

/** What holds of every answer, whatever the file: it adds up, and whoever is at fault is named. */
export const expectSound = (result: StagedResult, isDryRun = false): void => {
  if (!result.ok) {
    expect(result.error.code).toMatch(
      /^(not-readable|unknown-column|bad-mapping|too-large|unknown-format|no-space)$/,
    );
    expect(result.error.message).toMatch(/^[A-Z][\s\S]{10,}[.?]$/);
    return;
  }
  const { report, stagedId } = result.value;
  const { rowsIn, rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined } = report;
  expect(rowsAdded + rowsRevised + rowsUnchanged + rowsQuarantined).toBe(rowsIn);
  expect(stagedId !== null).toBe(!isDryRun && rowsAdded + rowsRevised > 0);
  const blocking = report.checks.filter(({ severity }) => severity === "blocking");
  if (rowsQuarantined > 0) expect(blocking.length).toBeGreaterThan(0);
  for (const { reason, rows, examples } of blocking) {
    expect(reason).not.toBe("");
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.length).toBeLessThanOrEqual(rows);
    for (const example of examples) {
      expect(example.line).toBeGreaterThan(0);
      expect(example.reason).not.toBe("");
      expect(example.raw.length).toBeLessThan(10_000);
      expect(example.raw).not.toMatch(unsafe);
    }
  }
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const describeOutcome = (result: StagedResult): unknown => {
  if (!result.ok) return { kind: "refused", code: result.error.code, sentence: result.error.message };
  const { rowsIn, rowsQuarantined, checks } = result.value.report;
  if (rowsQuarantined === 0) return { kind: "taken", rows: rowsIn };
  const lines = checks
    .filter(({ severity }) => severity === "blocking")
    .flatMap(({ check, examples }) => examples.map(({ line }) => [line, check] as const))
    .sort(([a, nameA], [b, nameB]) => a - b || nameA.localeCompare(nameB));
  return { kind: "quarantined", good: rowsIn - rowsQuarantined, lines };
};

/** A file became what it had to become. */
export const expectOutcome = (file: FaultyFile, result: StagedResult): void => {
  expectSound(result);
  const expected: Expected = file.expected;
  const outcome = describeOutcome(result);
  if (expected.kind === "refused")
    expect(outcome).toEqual({ ...expected, sentence: expect.stringMatching(expected.sentence) });
  else if (expected.kind === "quarantined")
    expect(outcome).toEqual({ ...expected, lines: expect.arrayContaining([...expected.lines]) });
  else expect(outcome).toEqual(expected);
};
