import { INTEGER, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import { readColumns } from "../duckdb/read-columns.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { needsLengths } from "./choose-fields.ts";
import { cutOf, SEATS, seatsOf } from "./layout-cut.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { periodLengthSql } from "./period-length.ts";
import { type SeatedFacts, seatFacts } from "./seat-facts.ts";

/** Every version of the fundamentals that a panel asks for. */
export const readFactEvents = async (
  { connection, snapshot }: SnapshotSource,
  layout: PanelLayout,
): Promise<SeatedFacts> => {
  const { values, types } = seatsOf(layout);
  const names = layout.fields.facts.map((field) => field.name);
  if (names.length === 0) return noFacts;
  // One field is a comparison; a join would look every row up a second time.
  const isOne = names.length === 1;
  const hasLengths = needsLengths(layout.fields);
  const { rowCount, columns } = await readColumns(
    connection,
    {
      sql: `SELECT seat, ${isOne ? "0" : "field_seat"}, period_end, epoch_us(known_at)::DOUBLE, revision,
              ingest_seq, coalesce(value, 'NaN'::DOUBLE)${hasLengths ? `, ${periodLengthSql}` : ""}
            FROM fundamentals JOIN ${SEATS} USING (iid)
            ${isOne ? "" : "JOIN (SELECT unnest($fields) AS field, unnest($fieldSeats) AS field_seat) USING (field)"}
            WHERE ${cutOf(layout, snapshot)} ${isOne ? "AND field = $field" : ""}`,
      values: {
        ...values,
        ...(isOne
          ? { field: names[0]! }
          : { fields: listValue(names), fieldSeats: listValue(names.map((_, i) => i)) }),
      },
      types: {
        ...types,
        ...(isOne ? { field: VARCHAR } : { fields: LIST(VARCHAR), fieldSeats: LIST(INTEGER) }),
      },
    },
    {
      instrument: "int",
      field: "int",
      periodEnd: "int",
      knownAt: "double",
      revision: "int",
      ingestSeq: "int",
      value: "double",
      ...(hasLengths ? ({ length: "int" } as const) : null),
    },
  );
  const { length, ...others } = columns;
  const batch = { rowCount, ...others, ...(hasLengths ? { length: length as Int32Array } : {}) };
  return seatFacts(batch, layout.instruments.length, names.length);
};

const noFacts: SeatedFacts = {
  starts: new Int32Array(1),
  periodEnd: new Int32Array(0),
  knownAt: new Float64Array(0),
  value: new Float64Array(0),
  length: new Int32Array(0),
};
