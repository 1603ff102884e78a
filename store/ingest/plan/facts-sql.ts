import type { ImportMapping } from "../../contract/import.ts";
import { blockingChecks, type CheckContext, faultBits } from "./blocking-checks.ts";
import { lookUpSql } from "./lookup-lists.ts";
import { ColumnReader } from "./read-columns.ts";
import type { ParsedColumn, RowCheck, TargetPlan } from "./target-plan.ts";
import { type Cell, isLocalInstant } from "./value-sql.ts";

export interface FactsPlan {
  /** The facts of the file with their instants, and the bits of the checks they fail: line, …, known_at, fault. */
  readonly sql: string;
  /**
   * The same with `its_iid` and `its_currency`, which tell of the row's instrument; for targets that have one. By
   * `lookup_lists` where there are some.
   */
  readonly withInstrumentSql: (hasLists: boolean) => string;
  readonly checks: readonly RowCheck[];
  /** Every column of `sql` that a later step may need, but line, inst, known_at and fault. */
  readonly columns: readonly string[];
  /** The days whose ends decide when rows became known; null when none do. */
  readonly daysSql: string | null;
  /** The file's identifiers (raw) and the days they are used on (day); null when rows have no instrument. */
  readonly namesSql: string | null;
}

/** SQL that reads, places and checks every fact of the file, row by row. */
export const planFacts = (
  mapping: ImportMapping,
  plan: TargetPlan,
  cells: ReadonlyMap<string, Cell>,
  arrivedAt: number,
  context: Omit<CheckContext, "knownColumn" | "hasRevision">,
): FactsPlan => {
  const reader = new ColumnReader(mapping, cells);
  const known = knownColumn(mapping, plan, reader);
  const parsed: ParsedColumn[] = [...plan.parsed];
  if (known.parsed) parsed.push(known.parsed);
  if (mapping.revision !== null) parsed.push(reader.number("given_revision", mapping.revision, true));

  const read = parsed.map(
    ({ name, read: value }) =>
      `, ${value.sql} AS ${name}${value.isGiven === "false" ? "" : `, ${value.isGiven} AS ${name}_given`}`,
  );
  const rawIid = mapping.instrument && plan.hasInstrument ? reader.cellOf(instrumentSource(mapping)) : null;
  const identified = rawIid ? `, ${asKey(rawIid)} AS raw_iid` : "";
  const parsedSql = `SELECT line${identified}${read.join("")} FROM ${plan.from}`;

  const checks = blockingChecks(
    { ...plan, parsed },
    {
      ...context,
      knownColumn: "column" in mapping.knownAt ? mapping.knownAt.column : null,
      hasRevision: mapping.revision !== null,
    },
  );
  const derived = Object.entries(plan.derived).map(([name, sql]) => `, ${sql} AS ${name}`);
  const columns = [
    ...new Set([...plan.fact.filter((name) => name !== "inst"), ...plan.values, ...plan.carried]),
    ...(mapping.revision === null ? [] : ["given_revision"]),
  ];
  const inst = plan.hasInstrument ? "inst, " : "NULL::INTEGER AS inst, ";
  const factsSql = (more: string, hasLists: boolean) => `SELECT line, ${inst}${columns.join(", ")}, known_at,
      ${faultBits(checks)} AS fault${more} FROM (
    SELECT *${derived.join("")} FROM (SELECT *, ${known.sql(arrivedAt)} AS known_at FROM (${
      hasLists ? listedSql(plan, parsedSql) : placeSql(plan, parsedSql, known.days)
    })))`;
  const namedOn = plan.sessions === "by-minute" ? "minute_text" : (plan.namedOn ?? plan.date);
  return {
    sql: factsSql("", false),
    withInstrumentSql: (hasLists) => factsSql(", its_iid, its_currency", hasLists),
    checks,
    columns,
    namesSql: rawIid ? `SELECT raw_iid AS raw, (${namedOn})::DATE AS day FROM (${parsedSql})` : null,
    daysSql: known.days === null ? null : `SELECT ${known.days} FROM (${parsedSql})`,
  };
};

/** Identifiers are texts, whatever type a file has them in. */
const asKey = (cell: Cell): string => (cell.type === "VARCHAR" ? cell.sql : `${cell.sql}::VARCHAR`);

/** A list of instruments names them by its own column. */
const instrumentSource = (mapping: ImportMapping) =>
  mapping.target.table === "instruments" ? mapping.target.columns.iid : mapping.instrument!.from;

const INSTRUMENT_COLUMNS = [
  "i.inst",
  "i.its_iid",
  "i.currency",
  "i.its_currency",
  "i.money",
  // AND would ask the pattern of every row, CASE asks it of the few without an instrument.
  "CASE WHEN i.inst IS NULL THEN regexp_matches(p.raw_iid, '^\\s*[=@+-]') ELSE false END AS is_formula",
];

/** As `placeSql` of rows of days, in the order of the file. */
const listedSql = (plan: TargetPlan, parsedSql: string): string =>
  lookUpSql(parsedSql, `p.${plan.namedOn ?? plan.date}`, [
    "p.* EXCLUDE (s, i)",
    "p.s.open_utc AS open_utc",
    "p.s.close_utc AS close_utc",
    ...INSTRUMENT_COLUMNS,
  ]);

const placeSql = (plan: TargetPlan, parsedSql: string, days: string | null): string => {
  const from = [`(${parsedSql}) p`];
  const columns = ["p.*"];
  let date = `p.${plan.namedOn ?? plan.date}`;
  if (plan.sessions === "by-date") {
    columns.push("s.open_utc", "s.close_utc");
    from.push(`LEFT JOIN sessions s ON s.session_date = ${date}`);
  }
  if (plan.sessions === "by-minute") {
    // The clock of the market is placed by the offset of that day; then the session is the one that was open.
    columns.push("coalesce(p.zoned_minute, p.local_minute + (d.starts - d.day::TIMESTAMP)) AS minute_utc");
    columns.push("s.session_date", "s.open_utc", "s.close_utc", "s.break_start", "s.break_end");
    from.push("LEFT JOIN day_ends d ON d.day = p.local_minute::DATE");
    from.push(
      "ASOF LEFT JOIN sessions s ON s.open_utc <= coalesce(p.zoned_minute, p.local_minute + (d.starts - d.day::TIMESTAMP))",
    );
    date = "s.session_date";
  }
  if (days !== null && plan.sessions !== "by-minute") {
    columns.push("k.ends AS day_end");
    from.push(`LEFT JOIN day_ends k ON k.day = ${days}`);
  }
  if (plan.hasInstrument) {
    columns.push(...INSTRUMENT_COLUMNS);
    // The two small tables are joined first: a join less of the many rows.
    from.push(
      `LEFT JOIN (SELECT *, iid::known_iid AS its_iid, currency::known_currency AS its_currency
         FROM ids JOIN insts USING (inst)) i ON i.raw = p.raw_iid AND ${date} >= i.valid_from AND ${date} < i.valid_to`,
    );
  }
  return `SELECT ${columns.join(", ")} FROM ${from.join(" ")}`;
};

interface KnownColumn {
  readonly parsed: ParsedColumn | null;
  /** The day whose end counts, over the parsed columns. */
  readonly days: string | null;
  readonly sql: (arrivedAt: number) => string;
}

const knownColumn = (mapping: ImportMapping, plan: TargetPlan, reader: ColumnReader): KnownColumn => {
  const rule = mapping.knownAt;
  // Minutes on the market's clock need their day's offset.
  const minuteDays = plan.sessions === "by-minute" ? "local_minute::DATE" : null;
  switch (rule.kind) {
    case "instant-column": {
      const parsed = reader.instant("known_instant", { column: rule.column });
      return { parsed, days: minuteDays, sql: () => "known_instant" };
    }
    case "date-column": {
      const parsed = reader.date("known_date", { column: rule.column }, true);
      return { parsed, days: "known_date", sql: () => "day_end" };
    }
    case "after-close":
      return { parsed: null, days: minuteDays, sql: () => `close_utc + INTERVAL ${rule.minutes} MINUTE` };
    case "after-period":
      return { parsed: null, days: `(period_end + ${rule.days})`, sql: () => "day_end" };
    case "arrival":
      return { parsed: null, days: minuteDays, sql: (at) => `make_timestamp(${Math.round(at)}::BIGINT)` };
  }
};

/** Whether a clock without a zone would have to be taken for an instant. */
export const needsZone = (mapping: ImportMapping, cells: ReadonlyMap<string, Cell>): string | null => {
  if (mapping.knownAt.kind !== "instant-column") return null;
  const cell = cells.get(mapping.knownAt.column);
  return cell && isLocalInstant(cell) ? mapping.knownAt.column : null;
};
