import type { ImportMapping, ImportTarget, MappedField } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import { literal } from "../sql-text.ts";
import type { ParsedColumn, RowCheck, TargetPlan } from "../target-plan.ts";

type Target = Extract<ImportTarget, { table: "fundamentals" }>;

/** A report calls its company by the name it has when it comes out, not by the one it had when the period ended. */
const namedOn: Readonly<Record<ImportMapping["knownAt"]["kind"], string>> = {
  "instant-column": "known_instant::DATE",
  "date-column": "known_date",
  "after-period": "period_end",
  "after-close": "period_end",
  arrival: "period_end",
};

const isMoney = (field: MappedField): boolean => /currency/i.test(field.unit);

/** Money of which currency, and in which unit, by the field. */
const byField = (fields: readonly MappedField[], of: (field: MappedField) => string): string =>
  `CASE field ${fields.map((field) => `WHEN ${literal(field.name)} THEN ${of(field)}`).join(" ")} END`;

/** One fact per field: a wide file's row is several facts, a long file's row is one of a field that is asked for. */
export const planFundamentals = (
  mapping: ImportMapping,
  target: Target,
  reader: ColumnReader,
): TargetPlan => {
  const { columns, fields } = target;
  const quality = { "instant-column": "exact", "date-column": "date_only", arrival: "backfill" } as const;
  const { kind } = mapping.knownAt;
  const knownQuality = kind in quality ? quality[kind as keyof typeof quality] : "assumed_lag";
  const periodEnd = reader.date("period_end", columns.periodEnd, true);
  const facts = factsOf(target, reader);
  const checks: RowCheck[] = [
    {
      name: "period-after-known",
      column: periodEnd.column,
      reason: "The value is said to have been known before its period ended.",
      isFault: "period_end IS NOT NULL AND known_at < period_end::TIMESTAMP",
    },
    {
      name: "foreign-currency",
      column: null,
      reason: "The value is in another currency than the instrument's market.",
      isFault: "value_currency IS NOT NULL AND money IS NOT NULL AND value_currency <> money",
    },
  ];
  return {
    table: "fundamentals",
    from: facts.from,
    parsed: [
      periodEnd,
      reader.text("period_type", columns.periodType, true),
      reader.text("status", columns.status),
      {
        name: "field",
        read: { sql: "field_name", isGiven: "false" },
        column: null,
        kind: "a field",
        isRequired: true,
      },
      facts.value,
      reader.text("given_currency", mapping.currency),
    ],
    date: "period_end",
    namedOn: namedOn[mapping.knownAt.kind],
    sessions: "none",
    hasInstrument: true,
    derived: {
      value_currency: `CASE WHEN ${byField(fields, (field) => String(isMoney(field)))} THEN coalesce(given_currency, money) END`,
    },
    fact: ["inst", "field", "period_end"],
    orderKey: null,
    values: ["value"],
    carried: ["period_type", "status", "value_currency"],
    checks,
    output: {
      iid: "n.iid",
      field: "f.field",
      period_end: "f.period_end",
      period_type: "f.period_type",
      value: "f.value",
      unit: byField(fields, (field) => literal(field.unit)),
      currency: "f.value_currency",
      status: "f.status",
      known_quality: literal(knownQuality),
    },
  };
};

/** The relation that wide and long files are both turned into, one row per fact, and its value. */
const factsOf = (
  { columns, fields }: Target,
  reader: ColumnReader,
): { readonly from: string; readonly value: ParsedColumn } => {
  if (columns.fieldName === null || columns.value === null) {
    const cells = fields.map((field) => reader.cellOf({ column: field.from }));
    const type = cells.every((cell) => isNumberType(cell.type)) ? "DOUBLE" : "VARCHAR";
    const value = reader.numberIn("value", { sql: "fact_value", type }, null, true);
    const parts = fields.map(
      (field, i) =>
        `SELECT *, ${literal(field.name)} AS field_name, ${cells[i]!.sql}::${type} AS fact_value FROM source_rows`,
    );
    // An empty cell of a wide file says nothing about its field.
    const from = `(SELECT * FROM (${parts.join(" UNION ALL ")}) WHERE ${value.read.isGiven} OR ${value.read.sql} IS NOT NULL)`;
    return { from, value };
  }
  const name = `trim(${reader.cellOf(columns.fieldName).sql})`;
  const period = `trim(${reader.cellOf(columns.periodType).sql})`;
  const wanted = fields.flatMap((field) =>
    (field.periodTypes.length > 0 ? field.periodTypes : [null]).map(
      (type) => `(${literal(field.name)}, ${literal(field.from)}, ${type === null ? "NULL" : literal(type)})`,
    ),
  );
  const from = `(SELECT s.*, w.field_name FROM source_rows s
    JOIN (VALUES ${wanted.join(", ")}) w(field_name, from_name, period_type)
      ON ${name} = w.from_name AND (w.period_type IS NULL OR w.period_type = ${period}))`;
  return { from, value: reader.number("value", columns.value, true) };
};

const isNumberType = (type: string): boolean =>
  /^(DOUBLE|FLOAT|DECIMAL.*|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/.test(type);
