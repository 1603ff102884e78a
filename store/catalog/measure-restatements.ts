import { readRows } from "../duckdb/read-columns.ts";
import { isBarField } from "../panel/choose-fields.ts";
import type { FieldFact } from "../panel/panel-events.ts";
import type { SnapshotSource } from "../snapshot.ts";

export interface RestatementMeasure {
  readonly restatementRate: number;
  readonly newestKnownAt: number | null;
}

/** How often a field's facts were given a new version later, and when the newest value of it became known. */
export const measureRestatements = async (
  { connection, snapshot }: SnapshotSource,
  fields: readonly FieldFact[],
): Promise<Map<string, RestatementMeasure>> => {
  // A fact's first version has revision 0, so the others are counted without grouping millions of bars.
  const counts = await readRows(
    connection,
    {
      sql: `SELECT field, count(*) FILTER (revision = 0)::DOUBLE, count(*) FILTER (revision = 1)::DOUBLE,
              epoch_us(max(known_at))::DOUBLE
            FROM (SELECT '' AS field, revision, known_at, ingest_seq FROM bars_1d
                  UNION ALL SELECT field, revision, known_at, ingest_seq FROM fundamentals)
            WHERE ingest_seq <= ${snapshot.maxIngestSeq} GROUP BY field`,
    },
    { field: "text", facts: "double", restated: "double", newestKnownAt: "double" },
  );
  const byField = new Map(counts.map((count) => [count.field, count]));
  return new Map(
    fields.flatMap(({ name }) => {
      const count = byField.get(isBarField(name) ? "" : name);
      if (!count) return [];
      const { facts, restated, newestKnownAt } = count;
      return [[name, { restatementRate: facts === 0 ? 0 : restated / facts, newestKnownAt }]];
    }),
  );
};
