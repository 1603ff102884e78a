import type { ImportMapping, ImportTarget } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import type { TargetPlan } from "../target-plan.ts";
import { readInstant, readLocalTime } from "../value-sql.ts";
import { barChecks, barOutput, barValues, readBar } from "./bar-columns.ts";

/**
 * Minutes come as instants with a zone, or as the market's own clock. The clock is turned into an instant by the
 * offset of the day's open: no market of ours changes its clock within a session.
 */
export const planMinuteBars = (
  mapping: ImportMapping,
  { columns }: Extract<ImportTarget, { table: "bars_1m" }>,
  reader: ColumnReader,
): TargetPlan => {
  const cell = reader.cellOf(columns.minute);
  const column = "column" in columns.minute ? columns.minute.column : null;
  const zoned = readInstant(cell);
  const local = readLocalTime(cell);
  const kind = "an instant, or a clock time of the market";
  return {
    table: "bars_1m",
    from: "source_rows",
    parsed: [
      { name: "zoned_minute", read: { sql: zoned.sql, isGiven: "false" }, column, kind, isRequired: false },
      { name: "local_minute", read: { sql: local.sql, isGiven: "false" }, column, kind, isRequired: false },
      {
        name: "minute_text",
        read: { sql: `coalesce(${zoned.sql}, ${local.sql})`, isGiven: zoned.isGiven },
        column,
        kind,
        isRequired: true,
      },
      ...readBar(reader, mapping, columns),
    ],
    date: "session_date",
    sessions: "by-minute",
    hasInstrument: true,
    derived: {},
    fact: ["inst", "minute_utc"],
    orderKey: "inst::BIGINT * 268435456 + epoch_us(minute_utc) // 60000000",
    values: barValues,
    carried: ["session_date"],
    checks: [
      {
        name: "not-a-session",
        column,
        reason: "The market was not open in this minute.",
        isFault:
          "minute_text IS NOT NULL AND (close_utc IS NULL OR minute_utc < open_utc OR minute_utc >= close_utc OR (minute_utc >= break_start AND minute_utc < break_end))",
      },
      {
        name: "not-a-minute",
        column,
        reason: "The instant is not the beginning of a minute.",
        isFault: "epoch_us(minute_utc) % 60000000 <> 0",
      },
      ...barChecks,
      {
        name: "known-before-close",
        column: "column" in mapping.knownAt ? mapping.knownAt.column : null,
        reason: "The bar is said to have been known before its minute was over.",
        isFault: "known_at < minute_utc + INTERVAL 1 MINUTE",
      },
    ],
    output: { iid: "n.iid", session_date: "f.session_date", minute_utc: "f.minute_utc", ...barOutput },
  };
};
