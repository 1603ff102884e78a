import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableName, TableShape } from "../contract/tables.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { hasColumn } from "../schema/table-shape.ts";
import { describedTables } from "../snapshots/manifest.ts";
import type { BatchCounts, BatchSeat } from "./batch.ts";

/**
 * How the only version of a fact is withdrawn, as SQL over the row `m` itself: its values become null, its interval
 * empty, its effect none. Columns that are not named stay. (See tables.ts.)
 */
const tombstones: Readonly<Partial<Record<TableName, Readonly<Record<string, string>>>>> = {
  bars_1d: noPrices(),
  bars_1m: noPrices(),
  fx_1d: { rate: "NULL" },
  fundamentals: { value: "NULL" },
  memberships: { valid_to: "m.valid_from" },
  instrument_ids: { valid_to: "m.valid_from" },
  listings: { delisted_on: "m.listed_on", reason: "'withdrawn'", delist_return: "NULL" },
  calendars: { status: "'closed'" },
  actions: { ratio: "1", cash: "0", target_iid: "NULL", cost_share: "NULL" },
  classifications: { value: "NULL" },
  trading_costs: { basis_points: "0" },
};

function noPrices(): Record<string, string> {
  const prices = ["open", "high", "low", "close", "volume", "turnover"];
  return { ...Object.fromEntries(prices.map((name) => [name, "NULL"])), flags: "0" };
}

/**
 * Takes a batch back, without deleting a row: of each fact that it spoke of, the facts are told again as the batches
 * that still stand tell them. Where another version is seen than they say, a newer revision follows at the same
 * instant, or a tombstone when they say nothing. What a standing batch said last at an instant is left alone; what an
 * earlier undo repeated there is not, since it may have repeated this batch. Names (instruments, fields, universes,
 * sources) carry no instants and stay; nothing is said about them any more.
 */
export const undoRows = async (
  connection: DuckDBConnection,
  seat: BatchSeat,
  undoes: string,
): Promise<BatchCounts> => {
  const { root, isStanding } = await turnStates(connection, undoes);
  let rows = 0;
  for (const table of describedTables.filter((shape) => hasColumn(shape, "revision"))) {
    const sql = retellSql(table, seat.ingestSeq, isStanding);
    const result = await connection.run(sql, { root, batchId: seat.batchId });
    rows += result.rowsChanged;
  }
  return { rowsIn: rows, rowsOk: rows, rowsUnchanged: 0, rowsQuarantined: 0 };
};

/**
 * Marks the batch as undone. Taking back what took something back gives it back, and so on down to the batch that
 * brought the rows: says which that is, and whether it stands from now on.
 */
const turnStates = async (
  connection: DuckDBConnection,
  undoes: string,
): Promise<{ readonly root: string; readonly isStanding: boolean }> => {
  let root = undoes;
  for (let isStanding = false; ; isStanding = !isStanding) {
    const state = isStanding ? "committed" : "undone";
    await connection.run(`UPDATE batches SET state = '${state}' WHERE batch_id = $root`, { root });
    const [batch] = await readRows(
      connection,
      { sql: "SELECT coalesce(undoes, '') FROM batches WHERE batch_id = $root", values: { root } },
      { undoes: "text" },
    );
    if (!batch?.undoes) return { root, isStanding };
    root = batch.undoes;
  }
};

const retellSql = (table: TableShape, ingestSeq: number, isStanding: boolean): string => {
  const fact = table.key.filter((name) => name !== "known_at" && name !== "revision");
  const factList = fact.map((name) => `"${name}"`).join(", ");
  const same = (a: string, b: string) => fact.map((name) => `${a}."${name}" = ${b}."${name}"`).join(" AND ");
  const given: Readonly<Record<string, string>> = {
    known_at: "m.known_at",
    revision: "m.revision + 1",
    source_id: "m.source_id",
    batch_id: "$batchId",
    ingest_seq: `${ingestSeq}`,
  };
  const told = (name: string): string => {
    const withdrawn = tombstones[table.name as TableName]?.[name] ?? `m."${name}"`;
    return `CASE WHEN p.batch_id IS NULL THEN ${withdrawn} ELSE p."${name}" END`;
  };
  const columns = table.columns.map(
    ([name]) => given[name] ?? (fact.includes(name) ? `m."${name}"` : told(name)),
  );
  const differs = table.columns
    .filter(([name]) => given[name] === undefined && !fact.includes(name))
    .map(([name]) => `(${told(name)}) IS DISTINCT FROM m."${name}"`)
    .join(" OR ");
  return `
    WITH derived AS (SELECT batch_id FROM batches WHERE undoes IS NOT NULL),
    silent AS (SELECT batch_id FROM batches WHERE undoes IS NOT NULL OR state = 'undone'),
    versions AS (
      SELECT * FROM "${table.name}" WHERE (${factList}) IN
        (SELECT (${factList}) FROM "${table.name}" WHERE batch_id = $root)
    ), m AS (
      SELECT * FROM (SELECT * FROM versions
        QUALIFY row_number() OVER (PARTITION BY ${factList}, known_at ORDER BY revision DESC, ingest_seq DESC) = 1)
      WHERE batch_id = $root OR batch_id IN (FROM derived)
    ), p AS (
      SELECT m.known_at AS at, o.* FROM versions o JOIN m ON ${same("o", "m")} AND o.known_at <= m.known_at
      WHERE o.batch_id NOT IN (FROM silent)
      QUALIFY row_number() OVER (PARTITION BY ${fact.map((name) => `m."${name}"`).join(", ")}, m.known_at
        ORDER BY o.known_at DESC, o.revision DESC, o.ingest_seq DESC) = 1
    )
    INSERT INTO "${table.name}" SELECT ${columns.join(", ")}
    FROM m LEFT JOIN p ON ${same("m", "p")} AND p.at = m.known_at
    WHERE ${isStanding ? "" : "m.batch_id = $root OR "}${differs}
    ORDER BY ${table.key.map((name) => (given[name] ? given[name] : `m."${name}"`)).join(", ")}`;
};
