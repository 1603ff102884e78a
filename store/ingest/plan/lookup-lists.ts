import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "../../duckdb/read-columns.ts";
import type { TargetPlan } from "./target-plan.ts";

/** More days than any calendar has, and more names than any file: the lists are a row in memory. */
const MOST_DAYS = 100_000;
const MOST_NAMES = 100_000;

/**
 * Table `lookup_lists`, one row: the sessions by the day since `first_day`, and what each text of the file means by its
 * number in type `known_raw`. Rows that are looked up in lists stay in the order of the file on all threads; rows that
 * pass a join of DuckDB's do so on one thread only. False where lists cannot tell it: a text that changed hands, rows
 * of minutes, or rows that are placed by other days than their own.
 */
export const makeLookupLists = async (
  connection: DuckDBConnection,
  plan: TargetPlan,
  daysSql: string | null,
): Promise<boolean> => {
  if (plan.sessions !== "by-date" || !plan.hasInstrument || daysSql !== null) return false;
  const [size] = await readRows(
    connection,
    {
      sql: `SELECT (SELECT count(*) FROM ids)::INTEGER, (SELECT count(DISTINCT raw) FROM ids)::INTEGER,
        (SELECT coalesce(max(session_date) - min(session_date) + 1, 0) FROM sessions)::INTEGER`,
    },
    { spans: "int", names: "int", days: "int" },
  );
  const { spans, names, days } = size!;
  if (names === 0 || names < spans || names > MOST_NAMES || days === 0 || days > MOST_DAYS) return false;
  await connection.run("CREATE TEMP TYPE known_raw AS ENUM (SELECT raw FROM ids ORDER BY raw)");
  await connection.run(`CREATE TEMP TABLE lookup_lists AS SELECT
    (SELECT list({open_utc: open_utc, close_utc: close_utc} ORDER BY day)
      FROM (SELECT min(session_date) + unnest(range(${days}))::INTEGER AS day FROM sessions)
        LEFT JOIN sessions ON session_date = day) AS by_day,
    (SELECT min(session_date) FROM sessions) AS first_day,
    (SELECT list({inst: inst, its_iid: iid::known_iid, currency: currency, its_currency: currency::known_currency,
        money: money, valid_from: valid_from, valid_to: valid_to} ORDER BY enum_code(raw::known_raw))
      FROM ids JOIN insts USING (inst)) AS by_name`);
  return true;
};

/** What a join with `sessions`, `ids` and `insts` gives each row of `parsedSql`, by `lookup_lists`. */
export const lookUpSql = (parsedSql: string, day: string, columns: readonly string[]): string => {
  // A place before the first would count from the end of the list.
  const session = `CASE WHEN ${day} >= first_day THEN list_extract(by_day, ${day} - first_day + 1) END`;
  const named = "list_extract(by_name, enum_code(TRY_CAST(p.raw_iid AS known_raw)) + 1)";
  return `SELECT ${columns.join(", ")} FROM (
    SELECT p.* EXCLUDE (s, named), p.s, CASE WHEN ${day} >= p.named.valid_from AND ${day} < p.named.valid_to THEN p.named END AS i FROM (
      SELECT p.*, ${session} AS s, ${named} AS named FROM (${parsedSql}) p CROSS JOIN lookup_lists) p) p`;
};
