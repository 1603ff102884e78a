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
  actions: { ratio: "1", cash: "0", target_iid: "NULL" },
  trading_costs: { basis_points: "0" },
};

function noPrices(): Record<string, string> {
  const prices = ["open", "high", "low", "close", "volume", "turnover"];
  return { ...Object.fromEntries(prices.map((name) => [name, "NULL"])), flags: "0" };
}

/**
 * Takes a batch back, without deleting a row: each version of a fact that it brought is followed, at the same
 * instant, by a newer revision that holds what would have been known without the batch, or by a tombstone when that
 * is nothing. Versions that another batch has replaced at that instant already are left alone. Names (instruments,
 * fields, universes, sources) carry no instants and stay; nothing is said about them any more.
 */
export const undoRows = async (
  connection: DuckDBConnection,
  seat: BatchSeat,
  undoes: string,
): Promise<BatchCounts> => {
  let rows = 0;
  for (const table of describedTables.filter((shape) => hasColumn(shape, "revision"))) {
    const result = await connection.run(undoSql(table, seat.ingestSeq), { undoes, batchId: seat.batchId });
    rows += result.rowsChanged;
  }
  await connection.run("UPDATE batches SET state = 'undone' WHERE batch_id = $undoes", { undoes });
  // Taking back what took something back gives it back.
  const [undone] = await readRows(
    connection,
    { sql: "SELECT coalesce(undoes, '') FROM batches WHERE batch_id = $undoes", values: { undoes } },
    { undoes: "text" },
  );
  if (undone?.undoes)
    await connection.run("UPDATE batches SET state = 'committed' WHERE batch_id = $id", {
      id: undone.undoes,
    });
  return { rowsIn: rows, rowsOk: rows, rowsUnchanged: 0, rowsQuarantined: 0 };
};

const undoSql = (table: TableShape, ingestSeq: number): string => {
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
  const columns = table.columns.map(([name]) => {
    if (given[name] !== undefined) return given[name];
    if (fact.includes(name)) return `m."${name}"`;
    const withdrawn = tombstones[table.name as TableName]?.[name] ?? `m."${name}"`;
    return `CASE WHEN p.batch_id IS NULL THEN ${withdrawn} ELSE p."${name}" END`;
  });
  return `
    WITH m AS (
      SELECT * FROM "${table.name}" WHERE (${factList}, known_at) IN
        (SELECT (${factList}, known_at) FROM "${table.name}" WHERE batch_id = $undoes)
      QUALIFY row_number() OVER (PARTITION BY ${factList}, known_at ORDER BY revision DESC, ingest_seq DESC) = 1
    ), p AS (
      SELECT m.known_at AS at, o.* FROM "${table.name}" o JOIN m ON ${same("o", "m")} AND o.known_at <= m.known_at
      WHERE o.batch_id <> $undoes AND m.batch_id = $undoes
      QUALIFY row_number() OVER (PARTITION BY ${fact.map((name) => `m."${name}"`).join(", ")}, m.known_at
        ORDER BY o.known_at DESC, o.revision DESC, o.ingest_seq DESC) = 1
    )
    INSERT INTO "${table.name}" SELECT ${columns.join(", ")}
    FROM m LEFT JOIN p ON ${same("m", "p")} AND p.at = m.known_at
    WHERE m.batch_id = $undoes
    ORDER BY ${table.key.map((name) => (given[name] ? given[name] : `m."${name}"`)).join(", ")}`;
};
