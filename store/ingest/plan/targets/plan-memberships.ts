import type { ImportTarget } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import type { TargetPlan } from "../target-plan.ts";

export const planMemberships = (
  { columns }: Extract<ImportTarget, { table: "memberships" }>,
  reader: ColumnReader,
): TargetPlan => ({
  table: "memberships",
  from: "source_rows",
  parsed: [
    reader.text("universe_id", columns.universe, true),
    reader.date("valid_from", columns.validFrom, true),
    reader.date("valid_to", columns.validTo),
    reader.number("weight", columns.weight),
  ],
  date: "valid_from",
  sessions: "none",
  hasInstrument: true,
  derived: {},
  fact: ["universe_id", "inst", "valid_from"],
  orderKey: null,
  values: ["valid_to", "weight"],
  carried: [],
  checks: [
    {
      name: "bad-interval",
      column: columns.validTo && "column" in columns.validTo ? columns.validTo.column : null,
      reason: "The membership ends before it begins, or on the same day.",
      isFault: "valid_to <= valid_from",
    },
  ],
  output: {
    universe_id: "f.universe_id",
    iid: "n.iid",
    valid_from: "f.valid_from",
    valid_to: "f.valid_to",
    weight: "f.weight",
    announced_at: "f.known_at",
  },
});
