import { readColumns } from "../duckdb/read-columns.ts";
import type { SnapshotSource } from "../snapshot.ts";
import type { PanelLayout } from "./panel-layout.ts";

/** Rows `first` to `last` of the table, both counted in, hold first versions of one instrument and no other's. */
export interface BarRun {
  readonly seat: number;
  readonly first: number;
  readonly last: number;
}

export interface BarRuns {
  /** Ascending. */
  readonly runs: readonly BarRun[];
  /** Rows inside of runs that are no first version of the snapshot; ascending. */
  readonly others: Float64Array;
}

/** Where fewer of the table's rows than this are of the panel, reading only these is faster. */
const MIN_SHARE = 0.5;

/**
 * How the bars of a panel lie in the table, if every instrument's first versions lie together, as an import of a
 * history leaves them: then bars need no join, and move by whole runs. Otherwise nothing.
 */
export const findBarRuns = async (
  { connection, snapshot }: SnapshotSource,
  layout: PanelLayout,
  minShare = MIN_SHARE,
): Promise<BarRuns | undefined> => {
  if (layout.frequency === "minute" || layout.hasReasons || layout.fields.bars.length === 0) return undefined;
  if (!layout.markets.every(({ barKeys }) => isAscending(barKeys))) return undefined;
  const seats = new Map(layout.instruments.map(({ iid }, seat) => [iid, seat]));
  const isFirst = `revision = 0 AND ingest_seq <= ${snapshot.maxIngestSeq}`;
  const { columns, rowCount } = await readColumns(
    connection,
    {
      sql: `SELECT iid, min(rowid)::DOUBLE, max(rowid)::DOUBLE, count(*)::DOUBLE FROM bars_1d WHERE ${isFirst} GROUP BY iid`,
    },
    { iid: "text", first: "double", last: "double", count: "double" },
  );
  const total = columns.count.reduce((sum, count) => sum + count, 0);
  if (layout.members.length < total * minShare) return undefined;
  const all = Array.from({ length: rowCount }, (_, i) => ({
    seat: seats.get(columns.iid[i]!) ?? -1,
    first: columns.first[i]!,
    last: columns.last[i]!,
  })).sort((a, b) => a.first - b.first);
  if (!areApart(all)) return undefined;
  const others = await readColumns(
    connection,
    {
      sql: `SELECT rowid::DOUBLE FROM bars_1d WHERE revision <> 0
            UNION SELECT rowid::DOUBLE FROM bars_1d WHERE ingest_seq > ${snapshot.maxIngestSeq}`,
    },
    { row: "double" },
  );
  const rest = others.columns.row.sort();
  const last = all.reduce((most, run) => Math.max(most, run.last), rest.at(-1) ?? -1);
  // Only where the table has every row from 0 to its last is the n-th that comes row n.
  if (total + rest.length !== last + 1) return undefined;
  return { runs: all.filter(({ seat }) => seat >= 0), others: rest };
};

const isAscending = (keys: Float64Array): boolean => {
  for (let i = 0; i < keys.length; i++)
    if (!(keys[i]! > (keys[i - 1] ?? Number.NEGATIVE_INFINITY))) return false;
  return true;
};

/** Whether no row of a panel's instrument lies among those of another. Those of no seat may lie as they like. */
const areApart = (runs: readonly BarRun[]): boolean => {
  let lastOfAny = -1;
  let lastOfSeats = -1;
  for (const { seat, first, last } of runs) {
    if (first <= (seat >= 0 ? lastOfAny : lastOfSeats)) return false;
    lastOfAny = Math.max(lastOfAny, last);
    if (seat >= 0) lastOfSeats = Math.max(lastOfSeats, last);
  }
  return true;
};
