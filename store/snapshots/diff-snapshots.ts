import type { DuckDBConnection } from "@duckdb/node-api";
import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { SnapshotDiff } from "../contract/snapshots.ts";
import type { TableShape } from "../contract/tables.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { hasColumn } from "../schema/table-shape.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { describedTables } from "./manifest.ts";

const EXAMPLES = 5;
const provenance = new Set(["known_at", "revision", "source_id", "batch_id", "ingest_seq"]);

/** What `to` holds that `from` did not. Given the wrong way round, the two change places. */
export const diffSnapshots = async (
  connection: DuckDBConnection,
  from: string,
  to: string,
): Promise<WireResult<SnapshotDiff>> => {
  const [first, second] = [await findSnapshot(connection, from), await findSnapshot(connection, to)];
  if (!first.ok) return first;
  if (!second.ok) return second;
  const [earlier, later] = [first.value, second.value].toSorted((a, b) => a.maxIngestSeq - b.maxIngestSeq);
  const cut = { after: earlier!.maxIngestSeq, upTo: later!.maxIngestSeq };
  const tables: SnapshotDiff["tables"] = [];
  for (const table of describedTables) {
    const addedRows = await countAdded(connection, table, cut);
    if (addedRows === 0) continue;
    const changes = hasColumn(table, "revision")
      ? await findChanges(connection, table, cut)
      : { changedFacts: 0, examples: [] };
    tables.push({ table: table.name, addedRows, ...changes });
  }
  const batches = await readRows(
    connection,
    {
      sql: `SELECT batch_id, file_name, coalesce(d.rows, 0)::INTEGER FROM batches LEFT JOIN
              (SELECT ingest_seq, sum(rows) AS rows FROM batch_digests GROUP BY ingest_seq) d USING (ingest_seq)
            WHERE ingest_seq > ${cut.after} AND ingest_seq <= ${cut.upTo} ORDER BY ingest_seq`,
    },
    { batchId: "text", fileName: "text", rows: "int" },
  );
  return wireOk({ from: earlier!.id, to: later!.id, batches, tables });
};

interface Cut {
  readonly after: number;
  readonly upTo: number;
}

const countAdded = async (connection: DuckDBConnection, { name }: TableShape, cut: Cut): Promise<number> => {
  const [added] = await readRows(
    connection,
    {
      sql: `SELECT coalesce(sum(rows), 0)::INTEGER FROM batch_digests
            WHERE table_name = $name AND ingest_seq > ${cut.after} AND ingest_seq <= ${cut.upTo}`,
      values: { name },
    },
    { rows: "int" },
  );
  return added!.rows;
};

/** Facts of which both snapshots hold a version and the later one a newer, with the last version of each. */
const findChanges = async (
  connection: DuckDBConnection,
  table: TableShape,
  { after, upTo }: Cut,
): Promise<{ changedFacts: number; examples: SnapshotDiff["tables"][number]["examples"] }> => {
  const fact = table.key.filter((name) => !provenance.has(name));
  const values = table.columns
    .map(([name]) => name)
    .filter((name) => !provenance.has(name) && !fact.includes(name));
  const list = fact.map((name) => `"${name}"`).join(", ");
  const text = (names: readonly string[]) =>
    `concat_ws(', ', ${names.map((name) => `'${name} ' || coalesce("${name}"::VARCHAR, 'none')`).join(", ")})`;
  const last = (where: string) =>
    `SELECT ${list}, arg_max(${text(values)}, row(known_at, revision, ingest_seq)) AS value
     FROM "${table.name}" WHERE ${where} AND (${list}) IN (SELECT (${list}) FROM added) GROUP BY ${list}`;
  const sql = `WITH added AS (
      SELECT DISTINCT ${list} FROM "${table.name}" WHERE ingest_seq > ${after} AND ingest_seq <= ${upTo}),
    changed AS (
      SELECT ${text(fact)} AS fact, b.value AS before, a.value AS after
      FROM (${last(`ingest_seq <= ${after}`)}) b JOIN (${last(`ingest_seq <= ${upTo}`)}) a USING (${list}))
    SELECT (SELECT count(*) FROM changed)::INTEGER, fact, before, after FROM changed ORDER BY fact LIMIT ${EXAMPLES}`;
  const rows = await readRows(
    connection,
    { sql },
    { count: "int", fact: "text", before: "text", after: "text" },
  );
  return {
    changedFacts: rows[0]?.count ?? 0,
    examples: rows.map(({ fact, before, after }) => ({ fact, before, after })),
  };
};
