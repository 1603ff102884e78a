import { describe, expect, it } from "vitest";
import type { FileInspection, ImportReport } from "../../store/contract/import.ts";
import { withSource } from "./mapping-draft.ts";
import { mergeReports } from "./merge-reports.ts";
import { parseDate, startOfDay } from "./parse-date.ts";
import {
  canGoTo,
  emptyWizard,
  reduceWizard,
  steps,
  type WizardEvent,
  type WizardState,
} from "./wizard-state.ts";

const inspection: FileInspection = {
  fileName: "a.csv",
  sizeBytes: 10,
  format: { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: "." },
  columns: ["s", "d", "o", "h", "l", "c", "v"].map((name) => ({ name, type: "text", samples: [] })),
  preview: [["A", "2024-01-02", "1", "1", "1", "1", "1"]],
  guess: {
    name: "",
    format: { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: "." },
    target: {
      table: "bars_1d",
      columns: {
        sessionDate: { column: "d" },
        open: { column: "o" },
        high: { column: "h" },
        low: { column: "l" },
        close: { column: "c" },
        volume: { column: "v" },
        turnover: null,
      },
    },
    instrument: { from: { column: "s" }, scheme: "symbol", mic: "XNYS", createsUnknown: false },
    currency: null,
    dateFormat: "iso",
    knownAt: { kind: "after-close", minutes: 30 },
    revision: null,
    source: { id: "a", label: "a", licence: "" },
  },
  fitting: [],
};
const report = (change: Partial<ImportReport> = {}): ImportReport => ({
  fileName: "a.csv",
  sha256: "",
  rowsIn: 3,
  rowsAdded: 2,
  rowsRevised: 0,
  rowsUnchanged: 0,
  rowsQuarantined: 1,
  checks: [],
  coverage: {
    firstDate: "2024-01-02",
    lastDate: "2024-01-03",
    instruments: 1,
    instrumentsCreated: 0,
    fields: [],
  },
  ...change,
});
const files = [{ fileId: "f1", name: "a.csv", sizeBytes: 10 }];
const stateAfter = (...events: WizardEvent[]): WizardState => events.reduce(reduceWizard, emptyWizard);
const open = (state: WizardState) => steps.filter((step) => canGoTo(state, step));
const inspected: WizardEvent[] = [
  { type: "picked", files },
  { type: "began", busy: "inspecting" },
  { type: "inspected", inspection, mic: "XKRX" },
];
const checked: WizardEvent = { type: "checked", fileId: "f1", report: report() };

describe("the steps", () => {
  it("open one after the other, as each is settled", () => {
    expect(open(emptyWizard)).toEqual(["file"]);
    expect(open(stateAfter({ type: "picked", files }))).toEqual(["file"]);
    expect(open(stateAfter(...inspected))).toEqual(["file", "map", "known", "check"]);
    expect(open(stateAfter(...inspected, checked))).toEqual([...steps]);
  });

  it("are all shut while something runs", () => {
    expect(open(stateAfter(...inspected, { type: "began", busy: "checking" }))).toEqual([]);
  });

  it("behind the columns are shut while one is missing", () => {
    const state = stateAfter(...inspected);
    expect(
      open(reduceWizard(state, { type: "drafted", draft: withSource(state.draft!, "open", null) })),
    ).toEqual(["file", "map"]);
  });
});

describe("what was done", () => {
  it("stays when one goes back from the report to the mapping, until the mapping changes", () => {
    const state = stateAfter(...inspected, { type: "went", step: "check" }, checked, {
      type: "went",
      step: "map",
    });
    expect(state.draft).toEqual(stateAfter(...inspected).draft);
    expect(state.reports).toHaveLength(1);
    const changed = reduceWizard(state, {
      type: "drafted",
      draft: { ...state.draft!, dateFormat: "yyyymmdd" },
    });
    expect(changed.reports).toEqual([]);
    expect(open(changed)).not.toContain("import");
  });

  it("stays mapped when the file is read with another decimal mark", () => {
    const state = stateAfter(...inspected);
    const mapped = reduceWizard(state, { type: "drafted", draft: { ...state.draft!, mic: "XLON" } });
    expect(reduceWizard(mapped, { type: "inspected", inspection, mic: "XKRX" }).draft?.mic).toBe("XLON");
  });

  it("is guessed anew when other columns come out", () => {
    const state = stateAfter(...inspected);
    const one = { ...inspection, columns: inspection.columns.slice(0, 1), guess: null };
    expect(reduceWizard(state, { type: "inspected", inspection: one, mic: "XKRX" }).draft?.sources).toEqual(
      {},
    );
  });

  it("goes on when the wizard is opened again, unless all is in", () => {
    const state = stateAfter(...inspected);
    expect(reduceWizard(state, { type: "opened-again" }).draft).toEqual(state.draft);
    const result = { fileId: "f1", report: report(), batchId: "b", snapshotId: "s", isUndone: false };
    const done = reduceWizard(state, { type: "imported", result });
    expect(reduceWizard(done, { type: "opened-again" }).files).toEqual([]);
  });

  it("says nothing of a stop that was asked for, and keeps late progress out", () => {
    const stopped = stateAfter(
      ...inspected,
      { type: "began", busy: "checking" },
      {
        type: "failed",
        message: "stopped",
        isSilent: true,
      },
    );
    expect([stopped.busy, stopped.message]).toEqual([null, null]);
    const late = { fileId: "f1", step: "reading", rows: 1, rowsPerSecond: 1, secondsLeft: null } as const;
    expect(reduceWizard(stopped, { type: "progressed", progress: late }).progress).toBeNull();
  });
});

it("reports of several files add up, check by check, what holds rows first", () => {
  const check = (name: string, severity: "blocking" | "warning", rows: number, line: number) => ({
    check: name,
    severity,
    rows,
    reason: name,
    examples: [{ line, raw: "x", column: null, reason: name }],
  });
  const merged = mergeReports([
    report({ checks: [check("jump", "warning", 9, 4), check("types", "blocking", 1, 7)] }),
    report({
      fileName: "b.csv",
      checks: [check("types", "blocking", 2, 3), check("order", "blocking", 5, 2)],
    }),
  ]);
  expect(merged.rowsIn).toBe(6);
  expect(merged.checks.map(({ check, rows }) => `${check} ${rows}`)).toEqual([
    "order 5",
    "types 3",
    "jump 9",
  ]);
  expect(merged.held.map(({ fileName, line }) => `${fileName} ${line}`)).toEqual([
    "a.csv 7",
    "b.csv 2",
    "b.csv 3",
  ]);
  expect(merged.warned).toHaveLength(1);
});

describe("an example's date", () => {
  it.each([
    ["2024-03-05", "iso", 19_787],
    ["20240305", "yyyymmdd", 19_787],
    ["05/03/2024", "dd/mm/yyyy", 19_787],
    ["03/05/2024", "mm/dd/yyyy", 19_787],
    ["2024. 03. 05.", "yyyy.mm.dd", 19_787],
    ["19787", "epoch-days", 19_787],
    ["13/05/2024", "mm/dd/yyyy", null],
    ["30/02/2024", "dd/mm/yyyy", null],
    ["2024-03-05", "yyyymmdd", null],
  ] as const)("%s as %s is day %s", (text, format, days) => {
    expect(parseDate(text, format)).toBe(days);
  });

  it.each([
    ["2024-03-10", "America/New_York", "2024-03-10T05:00:00.000Z"],
    ["2024-03-11", "America/New_York", "2024-03-11T04:00:00.000Z"],
    ["2024-03-31", "Europe/London", "2024-03-31T00:00:00.000Z"],
    ["2024-04-01", "Europe/London", "2024-03-31T23:00:00.000Z"],
    ["2024-03-05", "Asia/Seoul", "2024-03-04T15:00:00.000Z"],
  ])("%s begins in %s at %s", (date, zone, instant) => {
    expect(new Date(startOfDay(parseDate(date, "iso")!, zone)).toISOString()).toBe(instant);
  });
});
