import type { ImportMapping, ImportTarget } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import { literal } from "../sql-text.ts";
import type { TargetPlan } from "../target-plan.ts";

const kinds = ["split", "stock-dividend", "cash-dividend", "special-dividend", "spin-off", "merger"];

/** The instrument of the same market that a text of the file means on the ex-date; null when there is none. */
const targetSql = (mapping: ImportMapping): string => {
  const { mic, scheme } = mapping.instrument!;
  const ofMarket = `iid IN (SELECT iid FROM instruments WHERE primary_mic = ${literal(mic)})`;
  const named = `SELECT iid, valid_from, max_by(instrument_ids, row(known_at, revision, ingest_seq)) AS last
    FROM instrument_ids WHERE scheme = ${literal(scheme)} AND ${ofMarket} GROUP BY iid, valid_from`;
  return `CASE WHEN target IS NULL THEN NULL ELSE coalesce(
    (SELECT max(i.iid) FROM instruments i WHERE i.iid = target AND i.primary_mic = ${literal(mic)}),
    (SELECT max(n.iid) FROM (${named}) n WHERE n.last.value = target AND n.valid_from <= ex_date
      AND ex_date < coalesce(n.last.valid_to, DATE '9999-12-31'))) END`;
};

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
    reader.text("target", columns.target),
    reader.number("cost_share", columns.costShare),
    reader.text("given_currency", mapping.currency),
  ],
  date: "ex_date",
  sessions: "none",
  hasInstrument: true,
  derived: {
    ratio: "coalesce(given_ratio, 1)",
    cash: "coalesce(given_cash, 0)",
    target_iid: targetSql(mapping),
  },
  fact: ["inst", "kind", "ex_date"],
  orderKey: null,
  values: ["ratio", "cash", "pay_date", "target_iid", "cost_share"],
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
      isFault: "ratio < 0 OR (ratio = 0 AND kind <> 'merger') OR cash < 0",
    },
    {
      name: "unknown-target",
      column: columns.target && "column" in columns.target ? columns.target.column : null,
      reason: "The other instrument of the action is none of this market.",
      isFault: "target IS NOT NULL AND target_iid IS NULL",
    },
    {
      name: "bad-share",
      column: columns.costShare && "column" in columns.costShare ? columns.costShare.column : null,
      reason: "The share of the cost is not between 0 and 1.",
      isFault: "cost_share < 0 OR cost_share >= 1",
    },
    {
      name: "no-effect",
      column: null,
      reason: "The split or stock dividend has no ratio, or the dividend no cash.",
      isFault:
        "(kind IN ('split', 'stock-dividend') AND given_ratio IS NULL) OR (kind IN ('cash-dividend', 'special-dividend') AND given_cash IS NULL)",
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
    target_iid: "f.target_iid",
    cost_share: "f.cost_share",
  },
});
