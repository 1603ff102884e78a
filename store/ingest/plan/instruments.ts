import { type DuckDBConnection, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import type { ImportMapping } from "../../contract/import.ts";
import { readRows } from "../../duckdb/read-columns.ts";
import type { Market } from "./references.ts";
import { literal } from "./sql-text.ts";
import { hasUnseen, isFormula } from "./value-sql.ts";

/**
 * Tables `insts` (inst, iid, currency, money, is_created): every instrument of the store, in the order of iid, and
 * those that the mapping creates; and `ids` (raw, inst, valid_from, valid_to): which of them a text of the file means
 * on which dates. Two instruments with one identifier on one day mean neither. Types `known_iid` and `known_currency`
 * have their names: a column of millions is written by numbers that way, instead of hashing each text again.
 */
export const makeInstruments = async (
  connection: DuckDBConnection,
  mapping: ImportMapping,
  market: Market | null,
  namesSql: string | null,
  moneyCase: (currency: string) => string,
): Promise<void> => {
  await connection.run("CREATE TEMP TABLE ids (raw VARCHAR, inst INTEGER, valid_from DATE, valid_to DATE)");
  await connection.run(
    "CREATE TEMP TABLE created (iid VARCHAR, value VARCHAR, valid_from DATE, valid_to DATE)",
  );
  if (mapping.instrument && market && namesSql) {
    await connection.run(spansSql(mapping, market, namesSql));
    if (mapping.instrument.createsUnknown) await findCreated(connection, mapping, market);
  }
  const currency = literal(market?.currency ?? "");
  await connection.run(`CREATE TEMP TABLE insts AS
    SELECT (row_number() OVER (ORDER BY iid))::INTEGER AS inst, iid, currency, ${moneyCase("currency")} AS money, mic, is_created FROM (
      SELECT iid, max_by(currency, ingest_seq) AS currency, max_by(primary_mic, ingest_seq) AS mic, iid IN (SELECT iid FROM created) AS is_created FROM instruments GROUP BY iid
      UNION ALL SELECT DISTINCT iid, ${currency}, ${literal(market?.mic ?? "")}, true FROM created
        WHERE iid NOT IN (SELECT iid FROM instruments)) ORDER BY iid`);
  await connection.run("CREATE TEMP TYPE known_iid AS ENUM (SELECT iid FROM insts ORDER BY inst)");
  await connection.run(
    "CREATE TEMP TYPE known_currency AS ENUM (SELECT DISTINCT currency FROM insts ORDER BY 1)",
  );
  if (namesSql) {
    await connection.run(
      `INSERT INTO ids SELECT raw, inst, valid_from, valid_to FROM spans JOIN insts USING (iid)`,
    );
    await connection.run(
      `INSERT INTO ids SELECT w.raw, inst, c.valid_from, coalesce(c.valid_to, DATE '9999-12-31') FROM created c JOIN words w USING (value) JOIN insts USING (iid)`,
    );
  }
};

/** `words`: each different text of the file. `spans`: when it meant which instrument, without overlaps. */
const spansSql = (mapping: ImportMapping, market: Market, namesSql: string): string => {
  const { scheme, createsUnknown } = mapping.instrument!;
  const words = `CREATE TEMP TABLE words AS SELECT raw, nullif(trim(raw), '') AS value, first_date FROM
    (SELECT raw, min(day) AS first_date FROM (${namesSql}) GROUP BY raw) WHERE raw IS NOT NULL`;
  const known =
    scheme === "iid"
      ? `SELECT DISTINCT iid, iid AS value, DATE '0001-01-01' AS valid_from, DATE '9999-12-31' AS valid_to FROM instruments
         WHERE primary_mic = ${literal(market.mic)}${createsUnknown ? ` AND iid NOT IN (${withdrawnQuery(market).sql})` : ""}`
      : `SELECT iid, last.value AS value, valid_from, coalesce(last.valid_to, DATE '9999-12-31') AS valid_to FROM
          (SELECT iid, valid_from, max_by(instrument_ids, row(known_at, revision, ingest_seq)) AS last
           FROM instrument_ids WHERE scheme = ${literal(scheme)} GROUP BY iid, valid_from)
         JOIN (SELECT DISTINCT iid FROM instruments WHERE primary_mic = ${literal(market.mic)}) USING (iid)
         WHERE last.valid_to IS NULL OR last.valid_to > valid_from`;
  const spans = `CREATE TEMP TABLE spans AS
    WITH known AS (${known}), hits AS (SELECT raw, known.* FROM known JOIN words USING (value))
    SELECT raw, iid, valid_from, valid_to FROM hits h WHERE NOT EXISTS (SELECT 1 FROM hits o
      WHERE o.raw = h.raw AND o.iid <> h.iid AND o.valid_from < h.valid_to AND h.valid_from < o.valid_to)`;
  return `${words}; ${spans}`;
};

const findCreated = async (
  connection: DuckDBConnection,
  mapping: ImportMapping,
  market: Market,
): Promise<void> => {
  const unknown = await readRows(
    connection,
    {
      sql: `SELECT value, min(first_date)::VARCHAR FROM words
        WHERE value IS NOT NULL AND first_date IS NOT NULL AND NOT ${isFormula("value")} AND NOT ${hasUnseen("value")} AND length(value) <= 64
          AND raw NOT IN (SELECT raw FROM spans) GROUP BY value ORDER BY value`,
    },
    { value: "text", from: "text" },
  );
  const taken = new Set(
    (await readRows(connection, { sql: "SELECT DISTINCT iid FROM instruments" }, { iid: "text" })).map(
      ({ iid }) => iid,
    ),
  );
  const withdrawn = new Set(
    (await readRows(connection, withdrawnQuery(market), { iid: "text" })).map(({ iid }) => iid),
  );
  const isIid = mapping.instrument!.scheme === "iid";
  // An iid of another market is not made a second time: its rows are none of this market's.
  const rows = unknown
    .filter(({ value }) => !isIid || !taken.has(value) || withdrawn.has(value))
    .map(({ value, from }) => {
      let iid = isIid ? value : `${market.mic}:${value}`;
      const isFree = () => withdrawn.delete(iid) || !taken.has(iid);
      for (let n = 1; !isFree(); n++) iid = `${market.mic}:${value}@${from}${n === 1 ? "" : `-${n}`}`;
      taken.add(iid);
      return { iid, value, from };
    });
  await connection.run(
    "INSERT INTO created SELECT unnest($iids), unnest($values), unnest($days)::DATE, NULL",
    {
      iids: listValue(rows.map(({ iid }) => iid)),
      values: listValue(rows.map(({ value }) => value)),
      days: listValue(rows.map(({ from }) => from)),
    },
    { iids: LIST(VARCHAR), values: LIST(VARCHAR), days: LIST(VARCHAR) },
  );
  if (!isIid) await connection.run(earlierSql(market));
};

/** Instruments of which every identifier was taken back with the batch that made them: they are made again by name. */
const withdrawnQuery = (market: Market) => ({
  sql: `SELECT iid FROM (SELECT iid, valid_from, max_by(instrument_ids, row(known_at, revision, ingest_seq)) AS last
          FROM instrument_ids GROUP BY iid, scheme, valid_from)
        WHERE iid IN (SELECT iid FROM instruments WHERE primary_mic = ${literal(market.mic)})
        GROUP BY iid HAVING bool_and(last.valid_to IS NOT NULL AND last.valid_to <= valid_from)`,
});

/**
 * An instrument that a file made by its identifier alone is as old as its first row: a file with earlier rows makes it
 * older. One that somebody listed on a day is not touched.
 */
const earlierSql = (market: Market): string => `INSERT INTO created
  SELECT iid, value, min(first_date), min(valid_from) FROM words JOIN spans USING (raw)
  WHERE iid = ${literal(`${market.mic}:`)} || value GROUP BY iid, value
  HAVING min(first_date) < min(valid_from)
    AND min(valid_from) = (SELECT min(l.listed_on) FROM listings l WHERE l.iid = spans.iid)`;
