import type { DuckDBConnection } from "@duckdb/node-api";
import { listQuoteUnits } from "../contract/quote-units.ts";
import { storeTables } from "../contract/tables.ts";
import { StoreBuildError } from "./store-build-error.ts";

interface Check {
  readonly name: string;
  /** What is wrong with a row that the query returns. */
  readonly fault: string;
  /** Selects the rows at fault: one text that names the row. */
  readonly sql: string;
}

const nameRow = (columns: readonly string[]): string =>
  `concat_ws(' ', ${columns.map((column) => `"${column}"::VARCHAR`).join(", ")})`;

/** R3: two versions with the same key could not be told apart, so neither may enter. */
const duplicates: readonly Check[] = storeTables.map((table) => ({
  name: "duplicate-version",
  fault: `has two rows for one ${table.name} key (${table.key.join(", ")})`,
  sql: `SELECT ${nameRow(table.key)} FROM ${table.name} GROUP BY ${table.key.join(", ")} HAVING count(*) > 1`,
}));

/** One row for each date of each market: what was said of it last. */
const lastCalendar = `(SELECT mic, session_date, arg_max(status, row(known_at, revision, ingest_seq)) AS status,
    ${["open_utc", "close_utc", "break_start_utc", "break_end_utc"]
      .map((name) => `arg_max_null(${name}, row(known_at, revision, ingest_seq)) AS ${name}`)
      .join(", ")} FROM calendars GROUP BY mic, session_date)`;

interface BarTable {
  readonly name: "bars_1d" | "bars_1m";
  /** The columns that name a bar, of a row `b`. */
  readonly key: string;
  /** Over a bar `b` and what the calendar `c` says of its date: the market was not open for it. */
  readonly isOutside: string;
  /** When the bar is complete, of the same. */
  readonly end: string;
  readonly outside: string;
  readonly early: string;
}

const barTables: readonly BarTable[] = [
  {
    name: "bars_1d",
    key: "b.iid, b.session_date::VARCHAR",
    isOutside: "false",
    end: "c.close_utc",
    outside: "is a bar on a day on which its market had no session",
    early: "claims to have been known before the close of its session",
  },
  {
    name: "bars_1m",
    key: "b.iid, b.minute_utc::VARCHAR",
    isOutside: `b.minute_utc < c.open_utc OR b.minute_utc >= c.close_utc
            OR coalesce(b.minute_utc >= c.break_start_utc AND b.minute_utc < c.break_end_utc, false)`,
    end: "b.minute_utc + INTERVAL 1 MINUTE",
    outside: "is a bar of a minute in which its market was not open",
    early: "claims to have been known before its minute was over",
  },
];

const checksOfBars = ({ name, key, isOutside, end, outside, early }: BarTable): readonly Check[] => {
  const bar = `SELECT concat_ws(' ', ${key}) FROM ${name} b`;
  const inCalendar = `${bar} JOIN instruments i USING (iid)
          LEFT JOIN ${lastCalendar} c ON c.mic = i.primary_mic AND c.session_date = b.session_date`;
  return [
    {
      name: "unknown-instrument",
      fault: "is a bar of an instrument that is not in instruments",
      sql: `${bar} WHERE iid NOT IN (SELECT iid FROM instruments)`,
    },
    {
      name: "non-positive-price",
      fault: "has a price that is not positive",
      sql: `${bar} WHERE NOT (open > 0 AND high > 0 AND low > 0 AND close > 0)
            OR isinf(open) OR isinf(high) OR isinf(low) OR isinf(close)`,
    },
    {
      name: "half-bar",
      fault: "has some of its prices and not the others",
      sql: `${bar} WHERE (open IS NULL OR high IS NULL OR low IS NULL OR close IS NULL OR volume IS NULL)
            AND NOT (open IS NULL AND high IS NULL AND low IS NULL AND close IS NULL AND volume IS NULL)`,
    },
    {
      name: "high-low",
      fault: "has a high below, or a low above, its open or close",
      sql: `${bar} WHERE high < greatest(open, close) OR low > least(open, close)`,
    },
    {
      name: "not-a-session",
      fault: outside,
      sql: `${inCalendar} WHERE c.status IS NULL OR c.status NOT IN ('open', 'half-day', 'moved') OR ${isOutside}`,
    },
    { name: "known-before-close", fault: early, sql: `${inCalendar} WHERE b.known_at < ${end}` },
  ];
};

/** What an amount quoted in `unit` (a column) is money of: pence are pounds. */
const moneySql = (unit: string): string =>
  `CASE ${unit} ${listQuoteUnits()
    .map((quote) => `WHEN '${quote.unit}' THEN '${quote.currency}'`)
    .join(" ")} ELSE ${unit} END`;

/** Money is converted by the currency of its market, so a row in any other would be off by an exchange rate. */
const inForeignCurrency = (table: string, columns: string): Check => ({
  name: "foreign-currency",
  fault: `is a row of ${table} in another currency than its instrument`,
  sql: `SELECT concat_ws(' ', ${columns}, t.currency) FROM ${table} t JOIN instruments i USING (iid)
        WHERE ${moneySql("t.currency")} <> ${moneySql("i.currency")}`,
});

const currencyChecks: readonly Check[] = [
  {
    name: "foreign-currency",
    fault: "is an instrument in another currency than its market",
    sql: `SELECT concat_ws(' ', iid, i.currency) FROM instruments i JOIN markets m ON m.mic = i.primary_mic
          WHERE ${moneySql("i.currency")} <> m.currency`,
  },
  inForeignCurrency("bars_1d", "iid, t.session_date::VARCHAR"),
  inForeignCurrency("bars_1m", "iid, t.minute_utc::VARCHAR"),
  inForeignCurrency("actions", "iid, t.kind, t.ex_date::VARCHAR"),
  // Counts have no currency.
  inForeignCurrency("fundamentals", "iid, t.field, t.period_end::VARCHAR"),
];

const minuteCheck: Check = {
  name: "not-a-minute",
  fault: "is a bar whose instant is not the beginning of a minute",
  sql: `SELECT ${nameRow(["iid", "minute_utc"])} FROM bars_1m WHERE epoch_us(minute_utc) % 60000000 <> 0`,
};

const checks: readonly Check[] = [
  ...duplicates,
  ...barTables.flatMap(checksOfBars),
  minuteCheck,
  ...currencyChecks,
];

/** Refuses rows that would make the store lie. Throws StoreBuildError with the check and the first row at fault. */
export const checkRows = async (connection: DuckDBConnection): Promise<void> => {
  for (const check of checks) {
    const fault = await findFault(connection, check);
    if (fault) throw new StoreBuildError(check.name, fault);
  }
};

/** The same of a store as it stands: one sentence for each check that rows fail, none when all is well. */
export const findRowFaults = async (connection: DuckDBConnection): Promise<string[]> => {
  const faults: string[] = [];
  for (const check of checks) {
    const fault = await findFault(connection, check);
    if (fault) faults.push(`${check.name}: ${fault}`);
  }
  return faults;
};

const findFault = async (connection: DuckDBConnection, check: Check): Promise<string | undefined> => {
  const result = await connection.run(
    `SELECT count(*)::INTEGER, min(row_at_fault) FROM (${check.sql}) t(row_at_fault)`,
  );
  const [count, first] = (await result.getRows())[0] as [number, string | null];
  if (count === 0) return undefined;
  return `"${first}" ${check.fault}${count > 1 ? ` (and ${count - 1} more rows)` : ""}.`;
};
