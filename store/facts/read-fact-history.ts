import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { FactHistory } from "../contract/store-contract.ts";
import { readRows } from "../duckdb/read-columns.ts";
import type { SnapshotSource } from "../snapshot.ts";

type KnownQuality = FactHistory["rows"][number]["knownQuality"];

/** Every version of one fundamental of one instrument known by an instant (null: all), in the order of R3. */
export const readFactHistory = async (
  { connection, snapshot }: SnapshotSource,
  {
    instrument,
    field,
    at,
  }: { readonly instrument: string; readonly field: string; readonly at: number | null },
): Promise<WireResult<FactHistory>> => {
  const fields = await connection.run("SELECT 1 FROM fields WHERE name = $field AND kind = 'fundamental'", {
    field,
  });
  if (fields.rowCount === 0) {
    return wireError("unknown-field", `There is no fundamental field named ${JSON.stringify(field)}.`);
  }
  const instruments = await connection.run("SELECT 1 FROM instruments WHERE iid = $instrument", {
    instrument,
  });
  if (instruments.rowCount === 0) {
    return wireError("unknown-instrument", `There is no instrument named ${JSON.stringify(instrument)}.`);
  }
  const cut = at === null ? "" : `AND known_at <= make_timestamp(${Math.floor(at)}::BIGINT)`;
  const rows = await readRows(
    connection,
    {
      sql: `SELECT strftime(period_end, '%Y-%m-%d'), coalesce(value, 'NaN'::DOUBLE), unit,
              epoch_us(known_at)::DOUBLE, revision, known_quality
            FROM fundamentals WHERE iid = $instrument AND field = $field AND ingest_seq <= ${snapshot.maxIngestSeq} ${cut}
            ORDER BY known_at, revision, ingest_seq, period_end`,
      values: { instrument, field },
    },
    {
      periodEnd: "text",
      value: "double",
      unit: "text",
      knownAt: "double",
      revision: "int",
      knownQuality: "text",
    },
  );
  return wireOk({
    rows: rows.map((row) => ({
      ...row,
      value: Number.isNaN(row.value) ? null : row.value,
      knownQuality: row.knownQuality as KnownQuality,
    })),
  });
};
