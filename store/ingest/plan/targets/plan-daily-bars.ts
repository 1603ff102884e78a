import type { ImportMapping, ImportTarget } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import type { TargetPlan } from "../target-plan.ts";
import { barChecks, barOutput, barValues, readBar } from "./bar-columns.ts";

export const planDailyBars = (
  mapping: ImportMapping,
  { columns }: Extract<ImportTarget, { table: "bars_1d" }>,
  reader: ColumnReader,
): TargetPlan => ({
  table: "bars_1d",
  from: "source_rows",
  parsed: [reader.date("session_date", columns.sessionDate, true), ...readBar(reader, mapping, columns)],
  date: "session_date",
  sessions: "by-date",
  hasInstrument: true,
  derived: {},
  fact: ["inst", "session_date"],
  orderKey: "inst::BIGINT * 1048576 + (session_date - DATE '1900-01-01')",
  values: barValues,
  carried: [],
  checks: [
    {
      name: "not-a-session",
      column: "column" in columns.sessionDate ? columns.sessionDate.column : null,
      reason: "The market had no session on this day.",
      isFault: "session_date IS NOT NULL AND close_utc IS NULL",
      passes: ["close_utc IS NOT NULL"],
    },
    ...barChecks,
    {
      name: "known-before-close",
      column: "column" in mapping.knownAt ? mapping.knownAt.column : null,
      reason: "The bar is said to have been known before its session closed.",
      isFault: "known_at < close_utc",
      passes: ["known_at >= close_utc"],
    },
  ],
  output: { iid: "n.iid", session_date: "f.session_date", ...barOutput },
});
