import type { ImportTarget } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import type { TargetPlan } from "../target-plan.ts";

export const planFixings = (
  { columns }: Extract<ImportTarget, { table: "fx_1d" }>,
  reader: ColumnReader,
): TargetPlan => ({
  table: "fx_1d",
  from: "source_rows",
  parsed: [
    reader.text("base", columns.base, true),
    reader.text("quote", columns.quote, true),
    reader.date("session_date", columns.sessionDate, true),
    reader.number("rate", columns.rate, true),
  ],
  date: "session_date",
  sessions: "none",
  hasInstrument: false,
  derived: {},
  fact: ["base", "quote", "session_date"],
  orderKey: null,
  values: ["rate"],
  carried: [],
  checks: [
    {
      name: "unknown-currency",
      column: null,
      reason: "A currency is not three capital letters, or both are the same.",
      isFault:
        "NOT regexp_full_match(base, '[A-Z]{3}') OR NOT regexp_full_match(quote, '[A-Z]{3}') OR base = quote",
    },
    {
      name: "non-positive-price",
      column: null,
      reason: "The rate is not positive.",
      isFault: "rate <= 0",
    },
    {
      name: "period-after-known",
      column: null,
      reason: "The rate is said to have been known before its day began.",
      isFault: "known_at < session_date::TIMESTAMP - INTERVAL 14 HOUR",
    },
  ],
  output: { base: "f.base", quote: "f.quote", session_date: "f.session_date", rate: "f.rate" },
});
