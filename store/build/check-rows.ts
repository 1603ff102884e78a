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

const bar = nameRow(["iid", "session_date"]);
const lastCalendar = `(SELECT mic, session_date, arg_max(status, row(known_at, revision, ingest_seq)) AS status,
    arg_max(close_utc, row(known_at, revision, ingest_seq)) AS close_utc FROM calendars GROUP BY mic, session_date)`;

const barChecks: readonly Check[] = [
  {
    name: "unknown-instrument",
    fault: "is a bar of an instrument that is not in instruments",
    sql: `SELECT ${bar} FROM bars_1d WHERE iid NOT IN (SELECT iid FROM instruments)`,
  },
  {
    name: "non-positive-price",
    fault: "has a price that is not positive",
    sql: `SELECT ${bar} FROM bars_1d WHERE NOT (open > 0 AND high > 0 AND low > 0 AND close > 0)
            OR isinf(open) OR isinf(high) OR isinf(low) OR isinf(close)`,
  },
  {
    name: "half-bar",
    fault: "has some of its prices and not the others",
    sql: `SELECT ${bar} FROM bars_1d
          WHERE (open IS NULL OR high IS NULL OR low IS NULL OR close IS NULL OR volume IS NULL)
            AND NOT (open IS NULL AND high IS NULL AND low IS NULL AND close IS NULL AND volume IS NULL)`,
  },
  {
    name: "high-low",
    fault: "has a high below, or a low above, its open or close",
    sql: `SELECT ${bar} FROM bars_1d WHERE high < greatest(open, close) OR low > least(open, close)`,
  },
  {
    name: "not-a-session",
    fault: "is a bar on a day on which its market had no session",
    sql: `SELECT concat_ws(' ', iid, b.session_date::VARCHAR) FROM bars_1d b JOIN instruments i USING (iid)
          LEFT JOIN ${lastCalendar} c ON c.mic = i.primary_mic AND c.session_date = b.session_date
          WHERE c.status IS NULL OR c.status NOT IN ('open', 'half-day', 'moved')`,
  },
  {
    name: "known-before-close",
    fault: "claims to have been known before the close of its session",
    sql: `SELECT concat_ws(' ', iid, b.session_date::VARCHAR) FROM bars_1d b JOIN instruments i USING (iid)
          JOIN ${lastCalendar} c ON c.mic = i.primary_mic AND c.session_date = b.session_date
          WHERE b.known_at < c.close_utc`,
  },
];

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
  inForeignCurrency("actions", "iid, t.kind, t.ex_date::VARCHAR"),
  // Counts have no currency.
  inForeignCurrency("fundamentals", "iid, t.field, t.period_end::VARCHAR"),
];

const checks: readonly Check[] = [...duplicates, ...barChecks, ...currencyChecks];

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
