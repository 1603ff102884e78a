import { takeSnapshot } from "../../store/build/take-snapshot.ts";
import { storeTables } from "../../store/contract/tables.ts";
import { openDatabase } from "../../store/duckdb/open-database.ts";
import { createTableSql } from "../../store/schema/data-definition.ts";

export const INSTRUMENTS = 3_000;
export const SESSIONS = 2_520;
export const UNIVERSE = "BENCH";
const DAY = 86_400_000_000;
/** Monday 2014-01-06; sessions are Mondays to Fridays. */
export const FIRST_DAY = 16_076;
export const LAST_DAY = FIRST_DAY + Math.floor((SESSIONS - 1) / 5) * 7 + ((SESSIONS - 1) % 5);
const CLOSE = 21 * 3_600_000_000;
const QUARTERS = 40;

/** A whole number below `n` that looks drawn by lot: a multiplicative hash of the seed, the row and the use. */
const drawn = (seed: number, row: string, use: number, n: number) =>
  `(((${row})::BIGINT * 2654435761 + ${(seed * 40_503 + use * 97_003) % 1_000_003}::BIGINT * 40503) % 4294967291 % ${n})`;

/**
 * Fills a new database with what a store of ten years of 3,000 instruments holds: daily bars, one in five hundred
 * corrected later; quarterly reports, one in ten restated up to a year later. The rows are computed from the seed, so
 * every machine has the same.
 */
export const makeBenchStore = async (path: string, seed: number): Promise<void> => {
  const database = await openDatabase(path, "read-write");
  const { connection } = database;
  for (const table of storeTables) await connection.run(createTableSql(table));
  const day = `(${FIRST_DAY} + (i // 5) * 7 + i % 5)`;
  const date = (days: string) => `DATE '1970-01-01' + (${days})::INTEGER`;
  const instant = (micros: string) => `make_timestamp((${micros})::BIGINT)`;
  const origin = "'bench', 'bench', 1";
  const longAgo = instant(`${FIRST_DAY - 1_000} * ${DAY}`);
  const insert = (table: string, columns: string, from: string) =>
    connection.run(`INSERT INTO ${table} SELECT ${columns} FROM ${from}`);
  const iid = (n: string) => `printf('XNYS-%05d', ${n})`;

  await insert("markets", `'XNYS', 'New York', 'USD', 'America/New_York', ${origin}`, "range(1)");
  await insert("universes", `'${UNIVERSE}', 'All', ${origin}`, "range(1)");
  await insert("fields", `'bookValue', 'fundamental', 'currency', '', NULL, ${origin}`, "range(1)");
  await connection.run(
    `INSERT INTO instruments BY NAME SELECT ${iid("i")} AS iid, 'equity' AS kind, ${iid("i")} AS name,
       'XNYS' AS primary_mic, 'USD' AS currency, 'x' AS sector, 'bench' AS source_id, 'bench' AS batch_id,
       1 AS ingest_seq FROM range(${INSTRUMENTS}) t(i)`,
  );
  await connection.run(
    `INSERT INTO memberships BY NAME SELECT '${UNIVERSE}' AS universe_id, ${iid("i")} AS iid,
       ${date(String(FIRST_DAY))} AS valid_from, ${longAgo} AS known_at, 0 AS revision, 'bench' AS source_id,
       'bench' AS batch_id, 1 AS ingest_seq FROM range(${INSTRUMENTS}) t(i)`,
  );
  await connection.run(
    `INSERT INTO calendars BY NAME SELECT 'XNYS' AS mic, ${date(day)} AS session_date, 'open' AS status,
       ${instant(`${day} * ${DAY} + 14 * 3600000000 + 1800000000`)} AS open_utc,
       ${instant(`${day} * ${DAY} + ${CLOSE}`)} AS close_utc, ${longAgo} AS known_at, 0 AS revision,
       'bench' AS source_id, 'bench' AS batch_id, 1 AS ingest_seq FROM range(${SESSIONS}) t(i)`,
  );
  const bars = (rows: string, revision: number, delay: string) =>
    connection.run(
      `INSERT INTO bars_1d BY NAME SELECT ${iid(`row // ${SESSIONS}`)} AS iid, ${date(day)} AS session_date,
         low + spread // 3 AS open, low + spread AS high, low, low + spread // 2 AS close,
         ${drawn(seed, "row", 3, 1_000_000)}::DOUBLE AS volume, 'USD' AS currency, 0 AS flags,
         ${instant(`${day} * ${DAY} + ${CLOSE} + ${delay}`)} AS known_at, ${revision} AS revision,
         'bench' AS source_id, 'bench' AS batch_id, 1 AS ingest_seq
       FROM (SELECT row, row % ${SESSIONS} AS i, (1000 + ${drawn(seed, "row", 1 + revision, 90_000)}) / 100 AS low,
               (3 + ${drawn(seed, "row", 2, 500)}) / 100 AS spread FROM ${rows})`,
    );
  const cells = INSTRUMENTS * SESSIONS;
  await bars(`range(${cells}) t(row)`, 0, "600000000");
  await bars(`(SELECT row * 500 AS row FROM range(${Math.floor(cells / 500)}) t(row))`, 1, `3 * ${DAY}`);
  // Versions of a quarter: 0 as filed, 1 restated (one in ten).
  await connection.run(
    `INSERT INTO fundamentals BY NAME SELECT ${iid(`n`)} AS iid, 'bookValue' AS field,
       ${date(`${FIRST_DAY} - 91 + q * 91`)} AS period_end, 'Q' AS period_type,
       ${drawn(seed, "n * 40000 + q * 10 + v", 4, 1_000_000)}::DOUBLE AS value, 'currency' AS unit,
       'USD' AS currency, 'exact' AS known_quality,
       ${instant(
         `(${FIRST_DAY} - 91 + q * 91 + 20 + ${drawn(seed, "n * 40 + q", 5, 20)}
           + CASE v WHEN 0 THEN 0 ELSE 30 + ${drawn(seed, "n * 40 + q", 7, 330)} END) * ${DAY} + 43200000000`,
       )} AS known_at, v AS revision, 'bench' AS source_id, 'bench' AS batch_id, 1 AS ingest_seq
     FROM range(${INSTRUMENTS}) a(n), range(${QUARTERS}) b(q), range(2) c(v)
     WHERE v = 0 OR ${drawn(seed, "n * 40 + q", 8, 10)} = 0`,
  );
  await takeSnapshot(connection, "bench");
  await connection.run("CHECKPOINT");
  database.close();
};
