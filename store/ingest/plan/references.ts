import type { DuckDBConnection } from "@duckdb/node-api";
import { Temporal } from "temporal-polyfill";
import type { ImportMapping } from "../../contract/import.ts";
import { readRows } from "../../duckdb/read-columns.ts";
import { IngestError } from "../ingest-error.ts";
import { literal } from "./sql-text.ts";

export interface Market {
  readonly mic: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** Where no market says when a day ends, it ends with the last zone on earth: late is safe, early is not. */
const LAST_ZONE = "-12:00";

export const readMarket = async (
  connection: DuckDBConnection,
  mapping: ImportMapping,
): Promise<Market | null> => {
  if (!mapping.instrument) return null;
  const { mic } = mapping.instrument;
  const markets = await readRows(
    connection,
    { sql: "SELECT mic, currency, time_zone FROM markets ORDER BY mic" },
    { mic: "text", currency: "text", timeZone: "text" },
  );
  const market = markets.find((one) => one.mic === mic);
  if (!market)
    throw new IngestError(
      "bad-mapping",
      `The store has no market ${JSON.stringify(mic)}. It has ${markets.map((one) => one.mic).join(", ") || "none"}.`,
    );
  return market;
};

/** Table `sessions`: the market's sessions by the last version of each day, with its offset from UTC at the open. */
export const makeSessions = async (connection: DuckDBConnection, market: Market | null): Promise<void> => {
  await connection.run(`CREATE TEMP TABLE sessions AS
    SELECT session_date, last.open_utc AS open_utc, last.close_utc AS close_utc,
      last.break_start_utc AS break_start, last.break_end_utc AS break_end
    FROM (SELECT session_date, max_by(calendars, row(known_at, revision, ingest_seq)) AS last FROM calendars
      WHERE mic = ${literal(market?.mic ?? "")} GROUP BY session_date)
    WHERE last.status IN ('open', 'half-day', 'moved') ORDER BY session_date`);
};

/** Table `day_ends`: the instant at which each of some days is over in a zone. */
export const makeDayEnds = async (
  connection: DuckDBConnection,
  market: Market | null,
  daysSql: string | null,
): Promise<void> => {
  await connection.run("CREATE TEMP TABLE day_ends (day DATE, ends TIMESTAMP, starts TIMESTAMP)");
  if (daysSql === null) return;
  const days = await readRows(
    connection,
    { sql: `SELECT DISTINCT day::DATE FROM (${daysSql}) d(day) WHERE day IS NOT NULL ORDER BY 1` },
    { day: "int" },
  );
  const zone = market?.timeZone ?? LAST_ZONE;
  for (let start = 0; start < days.length; start += 5_000) {
    const rows = days.slice(start, start + 5_000).map(({ day }) => {
      const begins = Temporal.PlainDate.from("1970-01-01").add({ days: day });
      return `(DATE '1970-01-01' + ${day}, make_timestamp(${microsOf(begins.add({ days: 1 }), zone)}), make_timestamp(${microsOf(begins, zone)}))`;
    });
    await connection.run(`INSERT INTO day_ends VALUES ${rows.join(", ")}`);
  }
};

const microsOf = (midnight: Temporal.PlainDate, zone: string): string =>
  `${midnight.toZonedDateTime(zone).epochMilliseconds}000`;
