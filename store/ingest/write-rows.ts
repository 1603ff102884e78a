import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ImportMapping } from "../contract/import.ts";
import type { TableName } from "../contract/tables.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { tableShape } from "../schema/table-shape.ts";
import type { Compared } from "./compare-versions.ts";
import { identifier, literal } from "./plan/sql-text.ts";
import type { TargetPlan } from "./plan/target-plan.ts";
import type { StagedBatch } from "./staged-batch.ts";
import { CHECKED_FILE, QUICK_PARQUET } from "./write-checked.ts";

export interface OutcomeCounts {
  readonly linesAdded: number;
  readonly linesRevised: number;
  /** Lines with at least one good fact. */
  readonly linesSeen: number;
}

export interface WriteOptions {
  /** Where the rows go; null in a dry run. */
  readonly folder: string | null;
  /** The facts lie in CHECKED_FILE there, as the table needs them. */
  readonly isChecked: boolean;
}

const PROVENANCE = new Set(["source_id", "batch_id", "ingest_seq"]);

/** Writes the new rows of every table to the staging folder, in the order of their keys; nothing in a dry run. */
export const writeRows = async (
  connection: DuckDBConnection,
  plan: TargetPlan,
  mapping: ImportMapping,
  compared: Compared,
  { folder, isChecked }: WriteOptions,
): Promise<{ readonly counts: OutcomeCounts; readonly tables: StagedBatch["tables"] }> => {
  const counts = await countOutcomes(connection, plan, compared);
  const tables: StagedBatch["tables"] = [];
  if (folder === null || counts.linesAdded + counts.linesRevised === 0) return { counts, tables };
  const write = async (table: TableName, sql: string) => {
    const columns = givenColumns(table);
    const file = `${table}.parquet`;
    const written = await connection.run(`COPY (SELECT ${columns.map(identifier).join(", ")} FROM (${sql}))
      TO ${literal(join(folder, file))} (${compared.isNewAndOrdered ? QUICK_PARQUET : "FORMAT parquet, COMPRESSION zstd"})`);
    const rows = written.rowsChanged;
    if (rows > 0) tables.push({ table, file, rows, columns });
  };
  const isNew = "SELECT * FROM merged WHERE outcome > 0";
  if (plan.hasInstrument) await writeCreated(connection, mapping, plan, write, isNew);
  for (const [table, sql] of namesSql(mapping)) await write(table, sql);
  if (!isChecked || !compared.isNewAndOrdered) await write(plan.table, rowsSql(plan, compared, isNew));
  else if (compared.hasFaults) await write(plan.table, faultlessSql(folder));
  else
    tables.push({
      table: plan.table,
      file: CHECKED_FILE,
      rows: counts.linesAdded,
      columns: givenColumns(plan.table),
    });
  return { counts, tables };
};

/** The columns of a table that a file gives. */
const givenColumns = (table: TableName): string[] =>
  tableShape(table)
    .columns.map(([name]) => name)
    .filter((name) => !PROVENANCE.has(name));

/** The checked facts without those that are kept out. */
const faultlessSql = (folder: string): string =>
  `SELECT * FROM read_parquet(${literal(join(folder, CHECKED_FILE))}) WHERE fault = 0`;

const countOutcomes = async (
  connection: DuckDBConnection,
  plan: TargetPlan,
  compared: Compared,
): Promise<OutcomeCounts> => {
  const byLine =
    plan.table === "fundamentals"
      ? `SELECT line, max(outcome) AS outcome FROM merged GROUP BY line`
      : "SELECT outcome FROM merged";
  const sql = compared.isNewAndOrdered
    ? "SELECT count(*)::DOUBLE, 0::DOUBLE FROM good"
    : `SELECT count(*) FILTER (WHERE outcome = 1)::DOUBLE, count(*) FILTER (WHERE outcome = 2)::DOUBLE FROM (${byLine})`;
  const [row] = await readRows(connection, { sql }, { added: "double", revised: "double" });
  const seenSql = compared.isNewAndOrdered ? null : `SELECT count(DISTINCT line)::DOUBLE FROM good`;
  const seen = seenSql
    ? (await readRows(connection, { sql: seenSql }, { lines: "double" }))[0]!.lines
    : row!.added;
  return { linesAdded: row!.added, linesRevised: row!.revised, linesSeen: seen };
};

/** The table's own rows, sorted by its key unless they are in that order. */
const rowsSql = (plan: TargetPlan, { isNewAndOrdered }: Compared, isNew: string): string => {
  const output = Object.entries(plan.output).map(([name, sql]) => `${sql} AS ${identifier(name)}`);
  const from = plan.hasInstrument ? `(${isNew}) f JOIN insts n USING (inst)` : `(${isNew}) f`;
  const rows = `SELECT ${output.join(", ")}, f.known_at AS known_at, f.revision AS revision FROM ${from}`;
  // `insts` is in the order of iid, so the order of `inst` is that of the key.
  const key = plan.fact.map((name) => (name === "inst" ? "f.inst" : `f.${name}`)).join(", ");
  return isNewAndOrdered ? rows : `${rows} ORDER BY ${key}, f.known_at, f.revision`;
};

/** Instruments that the mapping made, as far as rows of theirs go in. */
const writeCreated = async (
  connection: DuckDBConnection,
  mapping: ImportMapping,
  plan: TargetPlan,
  write: (table: TableName, sql: string) => Promise<void>,
  isNew: string,
): Promise<void> => {
  if (!mapping.instrument) return;
  const isList = mapping.target.table === "instruments";
  if (!mapping.instrument.createsUnknown && !isList) return;
  const [created] = await readRows(
    connection,
    { sql: "SELECT count(*)::INTEGER FROM created" },
    { rows: "int" },
  );
  if (created!.rows === 0) return;
  const { scheme } = mapping.instrument;
  const of = isList
    ? "any_value(f.name) AS name, any_value(f.symbol) AS symbol, coalesce(any_value(f.sector), '') AS sector"
    : "any_value(c.value) AS name, any_value(c.value) AS symbol, '' AS sector";
  // Few numbers are quick to group by, many texts are not.
  const rows = isList ? isNew : `SELECT inst, min(known_at) AS known_at FROM (${isNew}) GROUP BY inst`;
  await connection.run(`CREATE TEMP TABLE made AS SELECT n.iid, n.mic, n.currency, min(f.known_at) AS known_at, ${isList ? "min(f.listed_on)" : "any_value(c.valid_from)"} AS since, any_value(c.valid_to) AS until, ${of}
    FROM (${rows}) f JOIN insts n USING (inst) JOIN created c USING (iid) WHERE n.is_created GROUP BY n.iid, n.mic, n.currency`);
  await write(
    "instruments",
    `SELECT iid, 'equity' AS kind, name, mic AS primary_mic, currency, sector FROM made
       WHERE iid NOT IN (SELECT iid FROM instruments) ORDER BY iid`,
  );
  // What an undo withdrew at this very instant is followed, not repeated.
  const next = (table: TableName, same: string) =>
    `coalesce((SELECT max(t.revision) + 1 FROM ${table} t WHERE t.iid = made.iid AND t.known_at = made.known_at AND ${same}), 0)`;
  const idScheme = isList || scheme === "iid" ? "symbol" : scheme;
  await write(
    "instrument_ids",
    `SELECT iid, ${literal(idScheme)} AS scheme, symbol AS value, since AS valid_from, until AS valid_to, known_at,
       ${next("instrument_ids", `t.scheme = ${literal(idScheme)} AND t.valid_from = made.since`)} AS revision FROM made ORDER BY iid`,
  );
  if (plan.table !== "listings")
    await write(
      "listings",
      `SELECT iid, mic, since AS listed_on, NULL::DATE AS delisted_on, NULL::VARCHAR AS reason, NULL::DOUBLE AS delist_return, known_at,
         ${next("listings", "t.mic = made.mic AND t.listed_on = made.since")} AS revision FROM made ORDER BY iid`,
    );
};

/** Fields and universes that the store does not have yet, as far as rows name them. */
const namesSql = (mapping: ImportMapping): [TableName, string][] => {
  if (mapping.target.table === "memberships")
    return [
      [
        "universes",
        `SELECT DISTINCT universe_id, universe_id AS label FROM merged WHERE outcome > 0
           AND universe_id NOT IN (SELECT universe_id FROM universes) ORDER BY universe_id`,
      ],
    ];
  if (mapping.target.table !== "fundamentals") return [];
  const fields = mapping.target.fields.map(
    ({ name, unit, description, ttlDays }) =>
      `(${literal(name)}, 'fundamental', ${literal(unit)}, ${literal(description)}, ${ttlDays ?? "NULL::INTEGER"})`,
  );
  return [
    [
      "fields",
      `SELECT * FROM (VALUES ${fields.join(", ")}) v(name, kind, unit, description, ttl_days)
         WHERE name NOT IN (SELECT name FROM fields) AND name IN (SELECT field FROM merged WHERE outcome > 0) ORDER BY name`,
    ],
  ];
};
