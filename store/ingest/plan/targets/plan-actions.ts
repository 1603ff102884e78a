import type { ImportMapping, ImportTarget } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import type { TargetPlan } from "../target-plan.ts";

const kinds = ["split", "cash-dividend", "special-dividend", "spin-off", "merger"];

export const planActions = (
  mapping: ImportMapping,
  { columns }: Extract<ImportTarget, { table: "actions" }>,
  reader: ColumnReader,
): TargetPlan => ({
  table: "actions",
  from: "source_rows",
  parsed: [
    reader.text("kind", columns.kind, true),
    reader.date("ex_date", columns.exDate, true),
    reader.number("given_ratio", columns.ratio),
    reader.number("given_cash", columns.cash),
    reader.date("pay_date", columns.payDate),
    reader.text("given_currency", mapping.currency),
  ],
  date: "ex_date",
  sessions: "none",
  hasInstrument: true,
  derived: { ratio: "coalesce(given_ratio, 1)", cash: "coalesce(given_cash, 0)" },
  fact: ["inst", "kind", "ex_date"],
  orderKey: null,
  values: ["ratio", "cash", "pay_date"],
  carried: [],
  checks: [
    {
      name: "unknown-kind",
      column: "column" in columns.kind ? columns.kind.column : null,
      reason: `The kind of action is none of ${kinds.join(", ")}.`,
      isFault: `kind NOT IN (${kinds.map((kind) => `'${kind}'`).join(", ")})`,
    },
    {
      name: "non-positive-price",
      column: null,
      reason: "The ratio is not positive, or the cash is negative.",
      isFault: "ratio <= 0 OR cash < 0",
    },
    {
      name: "no-effect",
      column: null,
      reason: "The split has no ratio, or the dividend no cash.",
      isFault:
        "(kind = 'split' AND given_ratio IS NULL) OR (kind IN ('cash-dividend', 'special-dividend') AND given_cash IS NULL)",
    },
    {
      name: "bad-interval",
      column: null,
      reason: "The payment is before the ex-date.",
      isFault: "pay_date < ex_date",
    },
    {
      name: "foreign-currency",
      column: null,
      reason: "The action is in another currency than its instrument is quoted in.",
      isFault: "given_currency IS NOT NULL AND given_currency <> currency",
    },
  ],
  output: {
    iid: "n.iid",
    kind: "f.kind",
    announced_at: "f.known_at",
    ex_date: "f.ex_date",
    record_date: "NULL",
    pay_date: "f.pay_date",
    ratio: "f.ratio",
    cash: "f.cash",
    currency: "n.currency",
    target_iid: "NULL",
  },
});
