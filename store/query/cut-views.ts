import { storeTables, type TableName, type TableShape } from "../contract/tables.ts";
import { hasColumn, tableShape } from "../schema/table-shape.ts";

/** R1: what may be seen: known by the instant, and taken in by the last batch of the snapshot. */
export interface Cut {
  /** UTC microseconds. */
  readonly knownBy: number;
  readonly maxIngestSeq: number;
}

const VERSIONS = "_versions";
const provenance = ["source_id", "batch_id", "ingest_seq"];

const shapes: readonly TableShape[] = (storeTables as readonly TableShape[]).filter(
  (shape) => !shape.isRecord && shape.name !== "sources",
);
const isBitemporal = (shape: TableShape): boolean => hasColumn(shape, "known_at");

/** What takes a fact back, by table; see the store's tables. The calendar's "closed" takes back a session. */
const tombstones: Partial<Record<TableName, string>> = {
  bars_1d: "coalesce(open, high, low, close, volume, turnover) IS NULL",
  bars_1m: "coalesce(open, high, low, close, volume, turnover) IS NULL",
  fx_1d: "rate IS NULL",
  fundamentals: "value IS NULL",
  actions: "ratio = 1 AND cash = 0 AND target_iid IS NULL",
  memberships: "valid_to <= valid_from",
  instrument_ids: "valid_to <= valid_from",
  listings: "delisted_on <= listed_on",
  calendars: "status = 'closed'",
  classifications: "value IS NULL",
};
/** Tables without instants of their own: an entry is there once something about it is known. */
const knownThrough: Partial<Record<TableName, readonly [column: string, table: TableName][]>> = {
  instruments: [
    ["iid", "listings"],
    ["iid", "instrument_ids"],
    ["iid", "bars_1d"],
  ],
  universes: [["universe_id", "memberships"]],
};

/** Names of all views, in lower case. */
export const viewNames: ReadonlySet<string> = new Set(
  shapes.flatMap((shape) => (isBitemporal(shape) ? [shape.name, shape.name + VERSIONS] : [shape.name])),
);

/** Columns of a view in their order; `isNullable` says whether a value may be missing. */
export const viewColumns = (
  view: string,
): readonly { readonly name: string; readonly isNullable: boolean }[] => {
  const isVersions = view.endsWith(VERSIONS);
  const shape = tableShape((isVersions ? view.slice(0, -VERSIONS.length) : view) as TableName);
  return shape.columns
    .filter(([name]) => isVersions || !provenance.includes(name))
    .map(([name, , nullability]) => ({ name, isNullable: nullability === "nullable" }));
};

const rule = ({ knownBy, maxIngestSeq }: Cut, shape: TableShape): string => {
  const seen = `ingest_seq <= ${Math.floor(maxIngestSeq)}`;
  return isBitemporal(shape) ? `known_at <= make_timestamp(${Math.floor(knownBy)}) AND ${seen}` : seen;
};

/**
 * The query behind a view: `bars_1d` holds the last version of each fact known at the cut (R3), without what was
 * withdrawn; `bars_1d_versions` every version known by then.
 *
 * @param database the name under which the store is attached
 */
export const cutViewSql = (view: string, cut: Cut, database: string): string => {
  const isVersions = view.endsWith(VERSIONS);
  const name = (isVersions ? view.slice(0, -VERSIONS.length) : view) as TableName;
  const shape = tableShape(name);
  const source = (table: TableName) => `"${database}".main."${table}"`;
  const columns = viewColumns(view)
    .map((column) => `"${column.name}"`)
    .join(", ");
  const cutRows = `FROM ${source(name)} WHERE ${rule(cut, shape)}`;
  if (isVersions) return `SELECT ${columns} ${cutRows}`;
  if (!isBitemporal(shape)) {
    const through = knownThrough[name]?.map(
      ([column, table]) =>
        `"${column}" IN (SELECT "${column}" FROM ${source(table)} WHERE ${rule(cut, tableShape(table))})`,
    );
    // DuckDB asks what a cell asks of a name before it joins, unless a LIMIT lies between: a fault would tell of a
    // name that is not known yet.
    return through
      ? `SELECT ${columns} ${cutRows} AND (${through.join(" OR ")}) LIMIT ${Number.MAX_SAFE_INTEGER}`
      : `SELECT ${columns} ${cutRows}`;
  }
  const fact = shape.key
    .filter((column) => column !== "known_at" && column !== "revision")
    .map((column) => `"${column}"`)
    .join(", ");
  const tombstone = tombstones[name];
  return `SELECT ${columns} FROM (SELECT * ${cutRows}
    QUALIFY row_number() OVER (PARTITION BY ${fact} ORDER BY known_at DESC, revision DESC, ingest_seq DESC) = 1)
    ${tombstone ? `WHERE (${tombstone}) IS NOT TRUE` : ""}`;
};
